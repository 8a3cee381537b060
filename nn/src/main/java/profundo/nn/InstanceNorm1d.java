package profundo.nn;

import profundo.tensor.Tensor;

/// Instance normalisation of `[N, C, L]`: see [InstanceNorm].
public final class InstanceNorm1d extends InstanceNorm {
  /// An ε of 10⁻⁵, without γ and β.
  public InstanceNorm1d(long channels) {
    this(channels, 1e-5, false);
  }

  /// With an ε under the root and, if `affine`, γ and β.
  public InstanceNorm1d(long channels, double eps, boolean affine) {
    super(channels, eps, affine);
  }

  @Override
  public Tensor forward(Tensor x) {
    return normalise(x, 3);
  }
}
