package profundo.nn;

/// How much larger weights have to be so that a nonlinearity after them leaves the variance as it
/// was, as in PyTorch's table.
public final class Gain {
  /// No nonlinearity.
  public static final double LINEAR = 1;

  /// The logistic sigmoid.
  public static final double SIGMOID = 1;

  /// The hyperbolic tangent.
  public static final double TANH = 5.0 / 3;

  /// The rectifier (He et al. 2015).
  public static final double RELU = Math.sqrt(2);

  /// The self-normalising unit.
  public static final double SELU = 3.0 / 4;

  private Gain() {}

  /// The leaky rectifier of this slope: √(2 / (1 + slope²)).
  public static double leakyRelu(double slope) {
    return Math.sqrt(2 / (1 + slope * slope));
  }
}
