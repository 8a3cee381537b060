package profundo.data;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Closes a stream from which nothing has come for too long, so that its reader is not left waiting
/// for ever.
final class Watchdog implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("profundo.data");

  private final InputStream stream;
  private final long patience;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("profundo-watchdog").factory());
  private volatile long last = System.nanoTime();

  Watchdog(InputStream stream, Duration patience) {
    this.stream = stream;
    this.patience = patience.toNanos();
    var _ =
        timer.scheduleAtFixedRate(
            this::look, this.patience / 4, this.patience / 4, TimeUnit.NANOSECONDS);
  }

  /// Something has come.
  void alive() {
    last = System.nanoTime();
  }

  private void look() {
    if (System.nanoTime() - last > patience) {
      try {
        stream.close();
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "A stalled stream does not close", e);
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
