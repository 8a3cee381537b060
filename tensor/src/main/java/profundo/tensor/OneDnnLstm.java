package profundo.tensor;

import java.util.Arrays;

/// On the processor libtorch computes long short-term memories on sequences of one length by
/// oneDNN, and packed sequences by its own steps. Sequences of one length go by those too where
/// oneDNN is not to be asked.
///
/// Without gradients it gives wrong numbers for some sizes (16, 48 or 100 units, say). With them it
/// needs 64 bytes for each element of the output at every step, and of what is larger than 32 MiB
/// the C library gives every page back to the system and asks for it again: four times as slow as
/// libtorch's steps, where it was twice as fast below.
final class OneDnnLstm {
  private static final long LARGEST_OUTPUT = (32L << 20) / 64;

  private OneDnnLstm() {}

  /// Whether it would be asked and had better not be.
  ///
  /// @param hidden `[layers, N, units]`
  static boolean isAvoided(String op, Tensor x, Tensor hidden) {
    return op.equals("lstm")
        && x.device().equals(Device.CPU)
        && x.dtype() != DType.FLOAT64
        && x.numel() > 0
        && (!Local.current().gradients()
            || x.size(0) * x.size(1) * hidden.size(-1) >= LARGEST_OUTPUT);
  }

  /// The length of each sequence of a batch without padding.
  static long[] lengths(Tensor x, boolean batchFirst) {
    var lengths = new long[Math.toIntExact(x.size(batchFirst ? 0 : 1))];
    Arrays.fill(lengths, x.size(batchFirst ? 1 : 0));
    return lengths;
  }
}
