package profundo.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import profundo.lab.Lab;
import profundo.lab.Recipe;
import profundo.lab.Recipes;
import profundo.lab.Result;
import profundo.lab.Scale;
import profundo.tensor.Device;
import profundo.train.Progress;
import profundo.train.RunStore;

@Command(name = "run", description = "Run a recipe.", mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RECIPE", description = "A name that list shows.")
  private String id = "";

  @Option(names = "--scale", defaultValue = "laptop", description = "smoke, laptop or paper.")
  private Scale scale = Scale.LAPTOP;

  @Option(names = "--seed", defaultValue = "1", description = "Fixes every random number.")
  private long seed;

  @Option(names = "--device", defaultValue = "cpu", description = "cpu, cuda or cuda:N.")
  private String device = "cpu";

  @Option(names = "--threads", defaultValue = "0", description = "Processor threads; 0 for all.")
  private int threads;

  @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Changes a setting.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(names = "--save", paramLabel = "FILE", description = "Writes the weights here too.")
  private @Nullable Path save;

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var recipe = Recipes.find(id);
    Result result;
    try (var store = RunStore.open(RunStore.home());
        var progress = Progress.of(System.err, json ? Progress.Mode.QUIET : Progress.Mode.AUTO)) {
      result = run(recipe, new Lab(store), progress);
    }
    if (save != null) {
      copy(result.weights(), save);
    }
    if (json) {
      spec.commandLine().getOut().println(Json.of(Json.run(recipe, scale, seed, device, result)));
    } else {
      tell(result);
    }
    return result.met() ? 0 : Main.MISSED;
  }

  private <C extends Record> Result run(Recipe<C> recipe, Lab lab, Progress progress) {
    return lab.run(recipe, scale, seed, Device.parse(device), threads, settings, progress);
  }

  private void tell(Result result) {
    var out = spec.commandLine().getOut();
    result.metrics().forEach((key, value) -> out.printf("%-22s %.4f%n", key, value));
    for (var claim : result.claims()) {
      out.printf(
          "%s %s: %.4f (paper %.4f, expected %.4f)%n",
          claim.met() ? "✓" : "✗",
          claim.metric(),
          claim.measured(),
          claim.paper(),
          claim.expected());
    }
    out.printf("%s  %.0f s  %s%n", result.run(), result.seconds(), result.weights());
  }

  private static void copy(Path from, Path to) {
    try {
      Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
