package profundo.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import profundo.lab.Recipe;
import profundo.lab.Recipes;
import profundo.lab.UsageException;
import profundo.tensor.ProfundoException;
import profundo.train.RunStore;
import profundo.train.StoredRun;

@Command(name = "predict", description = "Use a trained model.", mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
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
    for (var file : files) {
      if (file.toString().equals("-")) {
        out.println(ofStandardInput(recipe, run));
      } else {
        refuseUnreadable(file);
        out.println(file + ": " + recipe.predict(run.weights(), file));
      }
    }
    return 0;
  }

  private static String ofStandardInput(Recipe<?> recipe, StoredRun run) {
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
      throw new ProfundoException(Words.get("predict.input", String.valueOf(e.getMessage())), e);
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
