package profundo.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import profundo.base.FolderTree;
import profundo.base.Text;

/// How long six seeds of a recipe take side by side, as a share of what they take one after the
/// other: whole commands in turns, each with a store of its own, the first on all cores as a person
/// starts it without a word. One seed for one pass goes before, so that data and classes are in the
/// machine's memory.
final class WorkerSeeds {
  private static final Text TEXT = Text.of(WorkerSeeds.class);
  private static final String SEEDS = "6";

  /// So many passes that training is most of a command's time, and all of them end in minutes.
  private static final Map<String, Integer> PASSES = Map.of("lenet5", 2, "mlp", 4);

  private WorkerSeeds() {}

  /// @param command the script `profundo`; it builds itself first if it has to
  /// @param workers how many seeds at once
  static void print(PrintStream out, Path command, int workers) throws IOException {
    for (var trained : new TreeMap<>(PASSES).entrySet()) {
      var recipe = trained.getKey();
      var passes = trained.getValue();
      var one = List.of(command.toString(), "run", recipe);
      seconds(Stream.concat(one.stream(), Stream.of("--seeds", "1", "--set", "epochs=1")).toList());
      var after = new ArrayList<>(one);
      after.addAll(List.of("--seeds", SEEDS, "--set", "epochs=" + passes));
      var beside = new ArrayList<>(after);
      beside.addAll(List.of("--workers", Integer.toString(workers)));
      double alone = seconds(after);
      double together = seconds(beside);
      out.println(
          TEXT.get(
              "workers.row",
              recipe,
              SEEDS,
              passes,
              "%.1f".formatted(alone),
              workers,
              "%.1f".formatted(together),
              "%.2f".formatted(together / alone)));
    }
  }

  private static double seconds(List<String> command) throws IOException {
    var home = Files.createTempDirectory("profundo-bench");
    try {
      long start = System.nanoTime();
      Starts.run(command, Map.of("PROFUNDO_HOME", home.toString()));
      return (System.nanoTime() - start) / 1e9;
    } finally {
      FolderTree.delete(home);
    }
  }
}
