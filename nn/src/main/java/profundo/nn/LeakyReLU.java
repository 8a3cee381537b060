package profundo.nn;

import profundo.tensor.Tensor;

/// x where positive, else `slope` · x (Maas et al. 2013).
public final class LeakyReLU extends Net implements Layer {
  private final double slope;

  /// A slope of 0.01, as in PyTorch.
  public LeakyReLU() {
    this(0.01);
  }

  /// A leaky rectifier of this slope.
  public LeakyReLU(double slope) {
    this.slope = slope;
  }

  @Override
  public Tensor forward(Tensor x) {
    return output(x, () -> x.leakyRelu(slope));
  }

  @Override
  public String toString() {
    return "LeakyReLU " + slope;
  }
}
