package profundo.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Closes a stream from which too little has come for too long, so that its reader is not left
/// waiting for ever: less than 1 KiB a second, a seventh of what a modem gave.
final class Watchdog implements AutoCloseable {
  private static final long SLOWEST = 1 << 10;
  private static final System.Logger LOG = System.getLogger("profundo.data");

  private final InputStream stream;
  private final long patience;
  private final long least;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("profundo-watchdog").factory());
  private final AtomicLong come = new AtomicLong();
  private long since = System.nanoTime();

  Watchdog(InputStream stream, Duration patience) {
    this.stream = stream;
    this.patience = patience.toNanos();
    this.least = Math.max(1, SLOWEST * patience.toMillis() / 1000);
    var _ =
        timer.scheduleAtFixedRate(
            this::look, this.patience / 4, this.patience / 4, TimeUnit.NANOSECONDS);
  }

  /// So many bytes have come.
  void come(long bytes) {
    come.addAndGet(bytes);
  }

  private void look() {
    if (come.get() >= least) {
      come.set(0);
      since = System.nanoTime();
    } else if (System.nanoTime() - since > patience) {
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
