package profundo.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import profundo.base.Text;
import profundo.base.UserPath;
import profundo.lab.Recipes;
import profundo.lab.study.ProjectCheck;
import profundo.lab.study.Study;
import profundo.lab.study.StudyCheck;
import profundo.train.store.RunStore;

@Command(
    name = "check",
    description = "Asks what a marker would ask of a study or a project.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "STUDY|DIR",
      description = "A study, the beginning of its name, latest, or a project's folder.")
  private String name = "";

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    var questions = questions();
    if (json) {
      out.println(Json.of(Map.of("questions", questions)));
    } else if (questions.isEmpty()) {
      out.println(Words.get("check.nothing"));
    } else {
      questions.forEach(question -> out.println("? " + question));
    }
    return questions.isEmpty() ? 0 : Main.MISSED;
  }

  private List<String> questions() {
    try (var store = RunStore.open(RunStore.home())) {
      return Recipes.isFolder(name)
          ? ProjectCheck.of(store, UserPath.of(name), Text.language())
          : StudyCheck.of(store, Study.of(store, store.studies().find(name)), Text.language());
    }
  }
}
