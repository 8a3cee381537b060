package profundo.train;

import java.nio.file.Path;
import profundo.data.source.Sources;
import profundo.tensor.Device;
import profundo.train.progress.Progress;
import profundo.train.store.Plans;
import profundo.train.store.RunStore;
import profundo.train.store.RunWriter;

/// A run in a store, as a recipe sees it, for tests of the loop.
final class TestRun implements AutoCloseable {
  final RunStore store;
  final RunWriter writer;
  final Run run;

  private TestRun(RunStore store, RunWriter writer) {
    this.store = store;
    this.writer = writer;
    this.run =
        new Run(
            writer,
            Progress.of(System.err, Progress.Mode.QUIET),
            Sources.ofEnvironment(),
            Device.CPU,
            StopSignal.never());
    run.begin(1);
  }

  static TestRun begin(Path home) {
    var store = RunStore.open(home);
    return new TestRun(store, store.begin(Plans.of("test")));
  }

  /// Takes up the last run of the store, which has ended or was left.
  static TestRun resume(Path home) {
    var store = RunStore.open(home);
    var stored = store.list().getFirst();
    return new TestRun(store, store.resume(stored.id(), Run.stepOfCheckpoint(stored.folder())));
  }

  @Override
  public void close() {
    writer.close();
    store.close();
  }
}
