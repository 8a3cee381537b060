package profundo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import profundo.lab.Prediction;
import profundo.lab.Recipe;
import profundo.lab.Recipes;
import profundo.lab.UsageException;
import profundo.tensor.ProfundoException;
import profundo.tensor.Reason;
import profundo.tensor.Text;
import profundo.train.RunStore;
import profundo.train.StoredRun;

@Command(name = "predict", description = "Use a trained model.", mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  private static final int SHOWN = 20;

  @Parameters(
      index = "0",
      paramLabel = "RUN",
      completionCandidates = RecipeNames.class,
      description = "A run that runs lists, or a recipe for its newest with weights.")
  private String name = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files; - for standard input.")
  private List<Path> files = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    StoredRun run;
    try (var store = RunStore.open(RunStore.home())) {
      run = trained(store);
    }
    var recipe = Recipes.find(run.plan().recipe());
    var out = spec.commandLine().getOut();
    if (Runs.isSynthetic(run)) {
      spec.commandLine().getErr().println(Words.get("predict.synthetic", run.id()));
    }
    for (var file : files) {
      if (file.toString().equals("-")) {
        out.println(said(ofStandardInput(recipe, run), file));
      } else {
        refuseUnreadable(file);
        out.println(file + ": " + said(recipe.predict(run.weights(), file), file));
      }
    }
    return 0;
  }

  /// The text, once it is said what the model did not read.
  private String said(Prediction prediction, Path file) {
    if (!prediction.unknown().isEmpty()) {
      var shown = prediction.unknown().stream().limit(SHOWN).map(PredictCommand::visible);
      var more = prediction.unknown().size() > SHOWN ? " …" : "";
      var characters = shown.collect(Collectors.joining(" ")) + more;
      spec.commandLine().getErr().println(Words.get("predict.unknown", file, characters));
    }
    return prediction.text();
  }

  private static String visible(String character) {
    int code = character.codePointAt(0);
    return Character.isISOControl(code) || Character.isWhitespace(code)
        ? Text.format("U+%04X", code)
        : character;
  }

  private static Prediction ofStandardInput(Recipe<?> recipe, StoredRun run) {
    try {
      var folder = Files.createTempDirectory("profundo-");
      var file = folder.resolve("standard-input");
      try {
        if (Files.copy(System.in, file) == 0) {
          throw new ProfundoException(Words.get("predict.noInput"));
        }
        return recipe.predict(run.weights(), file);
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new ProfundoException(Words.get("predict.input", Reason.of(e)), e);
    }
  }

  private static void refuseUnreadable(Path file) {
    if (!Files.exists(file)) {
      throw new ProfundoException(Words.get("predict.absent", file));
    }
    if (Files.isDirectory(file)) {
      throw new ProfundoException(Words.get("predict.folder", file));
    }
    if (file.toFile().length() == 0 && Files.isRegularFile(file)) {
      throw new ProfundoException(Words.get("predict.empty", file));
    }
  }

  private StoredRun trained(RunStore store) {
    if (Recipes.all().stream().noneMatch(recipe -> recipe.id().equals(name))) {
      var run = store.find(name);
      if (!Files.exists(run.weights())) {
        throw new UsageException("untrained", run.plan().recipe());
      }
      return run;
    }
    return store.list().stream()
        .filter(run -> run.plan().recipe().equals(name))
        .filter(run -> Files.exists(run.weights()))
        .findFirst()
        .orElseThrow(() -> new UsageException("untrained", name));
  }
}
