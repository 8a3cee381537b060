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

@Command(name = "predict", description = "Use a trained model.", mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "RECIPE", description = "The recipe that was trained.")
  private String id = "";

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "FILE", description = "Photos.")
  private List<Path> files = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var recipe = Recipes.find(id);
    var weights = latest();
    for (var file : files) {
      spec.commandLine().getOut().println(file + ": " + recipe.predict(weights, file));
    }
    return 0;
  }

  private Path latest() {
    try (var store = RunStore.open(RunStore.home())) {
      return store.list().stream()
          .filter(run -> run.plan().recipe().equals(id))
          .map(run -> run.folder().resolve("model.safetensors"))
          .filter(Files::exists)
          .findFirst()
          .orElseThrow(() -> new UsageException("untrained", id));
    }
  }
}
