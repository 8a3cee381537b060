package profundo.recipes;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import profundo.lab.Lab;
import profundo.lab.Recipe;
import profundo.lab.Request;
import profundo.lab.Result;
import profundo.lab.Scale;
import profundo.tensor.Device;
import profundo.train.StopSignal;
import profundo.train.progress.Progress;
import profundo.train.store.RunStore;

/// A lab with a store of its own that shows no progress.
final class QuietLab implements AutoCloseable {
  private final RunStore store;
  private final Progress progress =
      Progress.of(
          new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8),
          Progress.Mode.QUIET);
  private final StopSignal stop = StopSignal.listen();

  QuietLab(Path folder) {
    store = RunStore.open(folder);
  }

  RunStore store() {
    return store;
  }

  /// One seed, on the processor.
  Result run(Recipe<?> recipe, Scale scale, Map<String, String> changes) {
    var request = new Request(scale, 1, 1, Device.CPU, 0, changes, Optional.empty());
    return new Lab(store, progress, stop).run(recipe, request);
  }

  @Override
  public void close() {
    stop.close();
    progress.close();
    store.close();
  }
}
