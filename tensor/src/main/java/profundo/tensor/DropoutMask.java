package profundo.tensor;

/// Dropout on a processor, several times as fast as libtorch's, which draws a number of 64 bits for
/// each element: here 64 random bits decide about four elements. Probabilities are so rounded to
/// multiples of 2⁻¹⁶, and the scale goes by the rounded one.
final class DropoutMask {
  private static final int LEVELS = 1 << 16;
  private static final int LANES = 4;
  private static final long FEW = 2048;

  private DropoutMask() {}

  static boolean suits(Tensor x, double p) {
    return x.device().type() == Device.Type.CPU
        && x.dtype().isFloatingPoint()
        && x.numel() >= FEW
        && level(p) > 0
        && level(p) < LEVELS;
  }

  /// What `x` is multiplied with: 0, or 1 / (1 − p).
  static Tensor of(Tensor x, double p) {
    try (var scope = Scope.open();
        var _ = Grad.noGrad()) {
      long lowest = level(p) - LEVELS / 2;
      double scale = LEVELS / (double) (LEVELS - level(p));
      var kept = lanes(x.numel()).ge(lowest).to(x.dtype());
      return scope.keep(kept.mul_(scale).reshape(x.shape().toArray()));
    }
  }

  private static Tensor lanes(long count) {
    var words = Tensors.empty(DType.INT64, Device.CPU, Math.ceilDiv(count, LANES));
    Op.inPlace("dropout", words, () -> words.raw().random_(Long.MIN_VALUE, Op.NO_LONG));
    return Op.of("dropout", () -> words.raw().view(DType.INT16.type), words).narrow(0, 0, count);
  }

  private static long level(double p) {
    return Math.round(p * LEVELS);
  }
}
