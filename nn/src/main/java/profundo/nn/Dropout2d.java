package profundo.nn;

import profundo.tensor.Tensor;

/// In training, zeros whole channels of `[N, C, H, W]` at random and scales the rest by 1/(1 − p)
/// (Tompson et al. 2015).
public final class Dropout2d extends Net implements Layer {
  private final double p;

  /// Drops with probability 0.5.
  public Dropout2d() {
    this(0.5);
  }

  /// Drops with this probability.
  public Dropout2d(double p) {
    this.p = Sizes.probability("dropout", p);
  }

  @Override
  public Tensor forward(Tensor x) {
    return training() && p > 0
        ? output(x, () -> x.featureDropout(p, true))
        : Given.require(this, "x", x);
  }

  @Override
  public String toString() {
    return "Dropout2d " + p;
  }
}
