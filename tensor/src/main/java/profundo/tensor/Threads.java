package profundo.tensor;

import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch;

/// The number of processor threads that tensor operations use.
///
/// libtorch divides its work among OpenMP's threads, and OpenBLAS, which multiplies its matrices,
/// would bring a pool of its own; the two would take the cores from each other. Here both use
/// OpenMP's: see [BlasThreads].
///
/// There are as many as the environment's `OMP_NUM_THREADS` says, or one for each core.
public final class Threads {
  static final int MOST = 1024;

  private Threads() {}

  /// The number of threads in use on this thread.
  public static int get() {
    Native.load();
    return torch.get_num_threads();
  }

  /// Sets the number of threads for the operations of this thread from now on, for those of threads
  /// that have computed nothing yet, and for the matrix products of all.
  ///
  /// @throws TensorException if the number is below 1 or above 1024
  public static void set(int threads) {
    require(threads);
    Native.load();
    setAll(threads);
  }

  /// Sets the number for this thread and no other, as a thread does that serves beside a training:
  /// every other thread keeps its own, whether it computes already or begins later. Large matrix
  /// products go on with the number of all, since OpenBLAS has one for the process. Where libtorch
  /// comes with an OpenMP of its own (macOS), nothing changes.
  ///
  /// @throws TensorException if the number is below 1 or above 1024, or on a virtual thread, whose
  ///   carrier has the number
  public static void setOwn(int threads) {
    require(threads);
    if (Thread.currentThread().isVirtual()) {
      throw new TensorException(
          "A virtual thread has no number of its own: set it on a platform thread.");
    }
    Native.load();
    // libtorch gives a thread the number of all when that thread first asks.
    torch.get_num_threads();
    BlasThreads.setOwn(threads);
  }

  private static void require(int threads) {
    if (threads < 1 || threads > MOST) {
      throw new TensorException(
          "The number of threads must be 1 to " + MOST + ", not " + threads + ".");
    }
  }

  /// The number at the start: that of the environment if it has one, else a thread for each core.
  /// What libtorch would take by itself is not what OpenBLAS would take, and so a run that is given
  /// its own number once more would round otherwise.
  static void begin() {
    boolean isChosen =
        Stream.of("OMP_NUM_THREADS", "MKL_NUM_THREADS")
            .anyMatch(name -> !System.getenv().getOrDefault(name, "").isBlank());
    setAll(isChosen ? torch.get_num_threads() : Math.min(Cores.usable(), MOST));
  }

  private static void setAll(int threads) {
    torch.set_num_threads(threads);
    BlasThreads.set(threads);
  }
}
