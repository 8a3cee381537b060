package profundo.nn;

import profundo.tensor.Tensor;

/// max(0, x), the rectifier (Nair & Hinton 2010).
public final class ReLU extends Net implements Layer {
  /// A layer without parameters.
  public ReLU() {}

  @Override
  public Tensor forward(Tensor x) {
    return output(x, () -> x.relu());
  }
}
