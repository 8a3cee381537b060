package profundo.nn;

import org.jspecify.annotations.Nullable;
import profundo.tensor.Tensor;

/// Instance normalisation (Ulyanov et al. 2016): y = γ · (x − mean) / √(variance + ε) + β, with the
/// moments of each channel of each sample, in evaluation as in training.
///
/// There are no γ and β unless said, and ε is 10⁻⁵, as in PyTorch; γ starts at 1, β at 0.
public abstract sealed class InstanceNorm extends Net implements Layer
    permits InstanceNorm1d, InstanceNorm2d {
  private final long channels;
  private final double eps;

  /// γ, `[C]`; null unless asked for.
  public final @Nullable Tensor weight;

  /// β, `[C]`; null unless asked for.
  public final @Nullable Tensor bias;

  InstanceNorm(long channels, double eps, boolean affine) {
    this.channels = Sizes.atLeast("the number of channels", 1, channels)[0];
    if (!(eps >= 0 && eps < Double.POSITIVE_INFINITY)) {
      throw new NetException("Instance normalisation takes an ε of 0 or more, not " + eps + ".");
    }
    this.eps = eps;
    this.weight = affine ? parameter(Tensor.ones(channels)) : null;
    this.bias = affine ? parameter(Tensor.zeros(channels)) : null;
  }

  final Tensor normalise(Tensor x, int dims) {
    Inputs.batch(this, x, dims, dims, channels);
    return output(x, () -> x.instanceNorm(weight, bias, eps));
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + " " + channels;
  }
}
