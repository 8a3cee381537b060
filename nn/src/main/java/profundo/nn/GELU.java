package profundo.nn;

import profundo.tensor.Tensor;

/// x · Φ(x), the Gaussian error linear unit (Hendrycks & Gimpel 2016).
public final class GELU extends Net implements Layer {
  /// A layer without parameters.
  public GELU() {}

  @Override
  public Tensor forward(Tensor x) {
    return output(x, () -> x.gelu());
  }
}
