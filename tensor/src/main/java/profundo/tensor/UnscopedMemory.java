package profundo.tensor;

import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// The native memory of tensors outside every scope, which the collector gives back. The collector
/// sees their small Java objects only; so it is called when the memory behind them has grown by a
/// share of the machine's, as the JDK does for direct buffers.
final class UnscopedMemory {
  private static final long SMALL = 64L << 10;
  private static final long LEAST = 64L << 20;
  private static final int SHARE = 32;
  private static final int LARGEST_SHARE = 8;
  private static final int COLLECTION_SHARE_OF_TIME = 10;
  private static final long PATIENCE = 3;

  private static final String LOGGER = "profundo.tensor";

  private static final AtomicLong BYTES = new AtomicLong();
  private static final ReentrantLock COLLECTING = new ReentrantLock();
  private static final AtomicBoolean SAID = new AtomicBoolean();

  /// What was left by the last collection, and how much may be added until the next.
  private static volatile long floor;

  private static volatile long allowance = LEAST;
  private static long lastCollection = System.nanoTime();

  private UnscopedMemory() {}

  /// The bytes that tensors outside every scope hold now.
  static long bytes() {
    return BYTES.get();
  }

  /// Counts a tensor's memory, unless it is a part of another's, and returns how much it is.
  static long take(org.bytedeco.pytorch.Tensor raw) {
    long bytes = own(raw);
    if (bytes > 0) {
      long now = BYTES.addAndGet(bytes);
      if (now < floor) {
        floor = now;
      }
      if (now - floor > allowance) {
        collect(now);
      }
    }
    return bytes;
  }

  static void giveBack(long bytes) {
    if (bytes > 0) {
      BYTES.addAndGet(-bytes);
    }
  }

  private static long own(org.bytedeco.pytorch.Tensor raw) {
    long bytes = raw.defined() && raw.has_storage() ? raw.nbytes() : 0;
    if (bytes < SMALL) {
      return bytes;
    }
    var storage = raw.storage();
    return storage.use_count() > 1 ? 0 : bytes;
  }

  private static void collect(long now) {
    if (!COLLECTING.tryLock()) {
      return;
    }
    try {
      if (allowance == LEAST) {
        allowance = Math.max(LEAST + 1, machine() / SHARE);
        if (now - floor <= allowance) {
          return;
        }
      }
      sayOnce(now);
      long start = System.nanoTime();
      callCollector();
      long end = System.nanoTime();
      if ((end - start) * COLLECTION_SHARE_OF_TIME > end - lastCollection) {
        allowance = Math.min(2 * allowance, Math.max(allowance, machine() / LARGEST_SHARE));
      }
      lastCollection = end;
      floor = BYTES.get();
    } finally {
      COLLECTING.unlock();
    }
  }

  /// Returns when the cleaner seems to be through with what this collection found, or after a
  /// second.
  private static void callCollector() {
    var found = new CountDownLatch(1);
    Tensor.CLEANER.register(new Object(), found::countDown);
    System.gc();
    try {
      if (found.await(1, TimeUnit.SECONDS)) {
        long before = Long.MAX_VALUE;
        for (long now = BYTES.get(); now < before; now = BYTES.get()) {
          before = now;
          TimeUnit.MILLISECONDS.sleep(PATIENCE);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void sayOnce(long now) {
    if (SAID.compareAndSet(false, true)) {
      System.getLogger(LOGGER)
          .log(
              Level.WARNING,
              String.format(
                  Locale.ROOT,
                  "Tensors outside every scope hold %.1f GB of native memory, and the collector is"
                      + " called to find those that nobody uses. A scope around each step gives its"
                      + " memory back at once: try (var step = Scope.open()) { … }.",
                  now / 1e9));
    }
  }

  /// The memory of the machine, or of the container.
  private static long machine() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : Runtime.getRuntime().maxMemory();
  }
}
