package profundo.nn;

import profundo.tensor.Tensor;

/// 1 / (1 + e^−x).
public final class Sigmoid extends Net implements Layer {
  /// A layer without parameters.
  public Sigmoid() {}

  @Override
  public Tensor forward(Tensor x) {
    return output(x, () -> x.sigmoid());
  }
}
