package profundo.train.store;

import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The one thread of a store that writes what was logged, once a second, so that the training
/// thread never waits for the disk.
final class FlushTimer implements AutoCloseable {
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("profundo-run-store").unstarted(task));

  Future<?> everySecond(Runnable task) {
    return thread.scheduleWithFixedDelay(task, 1, 1, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
