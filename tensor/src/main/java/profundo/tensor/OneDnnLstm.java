package profundo.tensor;

import java.util.Arrays;

/// On the processor, without gradients, libtorch computes long short-term memories on sequences of
/// one length by oneDNN, which gives wrong numbers for some sizes (16, 48 or 100 units, say).
/// Packed sequences go by libtorch's own steps, and so do those of one length then.
final class OneDnnLstm {
  private OneDnnLstm() {}

  /// Whether oneDNN would be asked.
  static boolean isAsked(String op, Tensor x) {
    return op.equals("lstm")
        && x.device().equals(Device.CPU)
        && x.dtype() != DType.FLOAT64
        && x.numel() > 0
        && !Local.current().gradients();
  }

  /// The length of each sequence of a batch without padding.
  static long[] lengths(Tensor x, boolean batchFirst) {
    var lengths = new long[Math.toIntExact(x.size(batchFirst ? 0 : 1))];
    Arrays.fill(lengths, x.size(batchFirst ? 1 : 0));
    return lengths;
  }
}
