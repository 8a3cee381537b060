package profundo.nn;

import profundo.tensor.Tensor;

/// The hyperbolic tangent.
public final class Tanh extends Net implements Layer {
  /// A layer without parameters.
  public Tanh() {}

  @Override
  public Tensor forward(Tensor x) {
    return output(x, () -> x.tanh());
  }
}
