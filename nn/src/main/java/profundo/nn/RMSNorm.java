package profundo.nn;

import profundo.tensor.Tensor;

/// Root-mean-square normalisation of the last dimension (Zhang & Sennrich 2019): y = γ · x /
/// √(mean(x²)). γ starts at 1.
public final class RMSNorm extends Net implements Layer {
  private final long features;

  /// γ, `[features]`.
  public final Tensor weight;

  /// Normalises the last dimension, of this size.
  public RMSNorm(long features) {
    Sizes.atLeast("the number of features", 0, features);
    this.features = features;
    this.weight = parameter(Tensor.ones(features));
  }

  @Override
  public Tensor forward(Tensor x) {
    Inputs.last(this, x, features);
    return output(x, () -> x.rmsNorm(new long[] {features}, weight));
  }

  @Override
  public String toString() {
    return "RMSNorm " + features;
  }
}
