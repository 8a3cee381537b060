package profundo.nn;

import profundo.tensor.Tensor;

/// Batch normalisation of `[N, C]` or `[N, C, L]` over all dimensions but the channels: see
/// [BatchNorm].
public final class BatchNorm1d extends BatchNorm {
  /// A momentum of 0.1 and ε of 10⁻⁵.
  public BatchNorm1d(long channels) {
    super(channels);
  }

  /// With a momentum, by which the running moments move, and an ε under the root.
  public BatchNorm1d(long channels, double momentum, double eps) {
    super(channels, momentum, eps);
  }

  @Override
  public Tensor forward(Tensor x) {
    return normalise(x, 2, 3);
  }
}
