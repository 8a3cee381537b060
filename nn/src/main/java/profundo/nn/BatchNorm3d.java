package profundo.nn;

import profundo.tensor.Tensor;

/// Batch normalisation of `[N, C, D, H, W]` over all dimensions but the channels: see [BatchNorm].
public final class BatchNorm3d extends BatchNorm {
  /// A momentum of 0.1 and ε of 10⁻⁵.
  public BatchNorm3d(long channels) {
    super(channels);
  }

  /// With a momentum, by which the running moments move, and an ε under the root.
  public BatchNorm3d(long channels, double momentum, double eps) {
    super(channels, momentum, eps);
  }

  @Override
  public Tensor forward(Tensor x) {
    return normalise(x, 5, 5);
  }
}
