package profundo.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import profundo.base.Text;
import profundo.lab.Recipe;
import profundo.lab.Recipes;
import profundo.lab.UsageException;
import profundo.lab.report.ShellWord;

@Command(
    name = "new",
    description = "Makes a project of your own from a copy of a recipe and its net.",
    mixinStandardHelpOptions = true)
final class NewCommand implements Callable<Integer> {
  private static final Text TEXT = Text.of(NewCommand.class);

  @Parameters(paramLabel = "DIR", description = "The project's folder, which is made.")
  private Path folder = Path.of("");

  @Option(
      names = "--from",
      paramLabel = "RECIPE",
      completionCandidates = RecipeNames.class,
      description = "The recipe that is copied: a name that list shows.")
  private String from = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "What its recipe is called; left out, as the folder is.")
  private String name = "";

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (from.isEmpty()) {
      var all = Recipes.all().stream().<String>map(Recipe::id).collect(Collectors.joining(", "));
      throw new UsageException(TEXT, "new.fromWhat", ShellWord.quoted(folder.toString()), all);
    }
    var called = folder.toAbsolutePath().normalize().getFileName();
    var project =
        NewProject.copyOf(
            Recipes.find(from),
            name.isEmpty() ? ProjectName.ofFolder(String.valueOf(called)) : ProjectName.of(name),
            Text.language());
    project.writeTo(folder);
    var out = spec.commandLine().getOut();
    out.println(Words.get("new.made", folder, project.name().recipe(), from));
    project.files().keySet().forEach(file -> out.println("  " + file));
    out.println(Words.get("new.next", ShellWord.quoted(asFolder(folder))));
    return 0;
  }

  /// A folder's name that no recipe can be taken for.
  private static String asFolder(Path folder) {
    return folder.getNameCount() > 1 || folder.isAbsolute() ? folder.toString() : "./" + folder;
  }
}
