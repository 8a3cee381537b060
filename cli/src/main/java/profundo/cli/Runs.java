package profundo.cli;

import profundo.lab.Judgement;
import profundo.lab.NamedRuns;
import profundo.lab.UsageException;
import profundo.train.store.RunStore;
import profundo.train.store.StoredRun;

/// Finds a run by what a person calls it, and marks it.
final class Runs {
  private Runs() {}

  /// Whether a program made the data of a run, so that its figures say nothing of real data.
  static boolean isSynthetic(StoredRun run) {
    return Judgement.isSynthetic(run.plan().data());
  }

  /// What stands beside the figures of such a run; empty for any other.
  static String mark(StoredRun run) {
    return isSynthetic(run) ? Words.get("runs.synthetic") : "";
  }

  /// The run with this name, or the newest of the recipe or the project's folder with this name.
  ///
  /// @throws UsageException if the recipe has no run
  /// @throws profundo.train.store.StoreException if there is neither
  static StoredRun find(RunStore store, String name) {
    return NamedRuns.of(store, name).stream()
        .findFirst()
        .orElseThrow(() -> new UsageException("noRunYet", name));
  }
}
