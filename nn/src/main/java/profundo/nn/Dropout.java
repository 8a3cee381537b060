package profundo.nn;

import profundo.tensor.Tensor;

/// In training, zeros elements at random and scales the rest by 1/(1 − p) (Srivastava et al. 2014).
public final class Dropout extends Net implements Layer {
  private final double p;

  /// Drops with probability 0.5.
  public Dropout() {
    this(0.5);
  }

  /// Drops with this probability.
  public Dropout(double p) {
    this.p = Sizes.probability("dropout", p);
  }

  @Override
  public Tensor forward(Tensor x) {
    return training() && p > 0 ? output(x, () -> x.dropout(p, true)) : Given.require(this, "x", x);
  }

  @Override
  public String toString() {
    return "Dropout " + p;
  }
}
