package profundo.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import profundo.lab.Request;
import profundo.lab.UsageException;
import profundo.tensor.Threads;

/// How many runs go on at once, and on how many threads each.
final class WorkerOptions {
  @Option(
      names = "--workers",
      defaultValue = "1",
      description = "So many runs at once, each a process of its own.")
  private int workers;

  @Option(
      names = "--threads",
      description = "Processor threads of each run; the cores divided by the workers if left out.")
  private @Nullable Integer threads;

  /// How many runs go on at once.
  ///
  /// @throws UsageException if there cannot be so many
  int workers() {
    if (workers < 1 || workers > Request.MOST_THREADS) {
      throw new UsageException("workers", Integer.toString(workers), Request.MOST_THREADS);
    }
    return workers;
  }

  /// The threads of each.
  ///
  /// @throws UsageException if there cannot be so many
  int threads() {
    int each = threads == null ? Math.max(1, Threads.get() / workers()) : threads;
    if (each < 1 || each > Request.MOST_THREADS) {
      throw new UsageException("threads", Integer.toString(each), Request.MOST_THREADS);
    }
    return each;
  }
}
