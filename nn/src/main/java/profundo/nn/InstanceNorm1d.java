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
    this(channels, eps, 0.1, affine, false);
  }

  /// With the share `momentum` by which a batch moves the running moments, if there are any.
  public InstanceNorm1d(
      long channels, double eps, double momentum, boolean affine, boolean trackRunningStats) {
    super(channels, eps, momentum, affine, trackRunningStats);
  }

  @Override
  public Tensor forward(Tensor x) {
    return normalise(x, 3);
  }
}
