package profundo.tensor;

import org.bytedeco.pytorch.global.torch;

/// The number of processor threads that tensor operations use.
///
/// libtorch divides its work among OpenMP's threads, and OpenBLAS, which multiplies its matrices,
/// would bring a pool of its own; the two would take the cores from each other. Here both use
/// OpenMP's: see [BlasThreads].
public final class Threads {
  static final int MOST = 1024;

  private Threads() {}

  /// The number of threads in use.
  public static int get() {
    Native.load();
    return torch.get_num_threads();
  }

  /// Sets the number of threads for every operation from now on.
  ///
  /// @throws TensorException if the number is below 1 or above 1024
  public static void set(int threads) {
    if (threads < 1 || threads > MOST) {
      throw new TensorException(
          "The number of threads must be 1 to " + MOST + ", not " + threads + ".");
    }
    Native.load();
    torch.set_num_threads(threads);
    BlasThreads.set(threads);
  }
}
