package profundo.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import profundo.lab.Recipes;
import profundo.lab.UsageException;
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

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "Files.")
  private List<Path> files = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    StoredRun run;
    try (var store = RunStore.open(RunStore.home())) {
      run = trained(store);
    }
    var recipe = Recipes.find(run.plan().recipe());
    for (var file : files) {
      spec.commandLine().getOut().println(file + ": " + recipe.predict(run.weights(), file));
    }
    return 0;
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
