package profundo.nn;

import profundo.tensor.Tensor;

/// Local response normalisation of `[N, C, …]` over neighbouring channels (Krizhevsky et al. 2012,
/// section 3.3): x / (k + α / n · Σ x²)^β, the sum over n channels.
///
/// α is 10⁻⁴, β 0.75 and k 1 unless said, as in PyTorch; the paper's, with n 5, are 5 · 10⁻⁴ (its α
/// is not over n), 0.75 and 2.
public final class LocalResponseNorm extends Net implements Layer {
  private final long size;
  private final double alpha;
  private final double beta;
  private final double k;

  /// Over this many channels.
  public LocalResponseNorm(long size) {
    this(size, 1e-4, 0.75, 1);
  }

  /// Over this many channels, with α, β and k.
  public LocalResponseNorm(long size, double alpha, double beta, double k) {
    this.size = Sizes.atLeast("the number of channels", 1, size)[0];
    this.alpha = alpha;
    this.beta = beta;
    this.k = k;
  }

  @Override
  public Tensor forward(Tensor x) {
    return output(x, () -> x.localResponseNorm(size, alpha, beta, k));
  }

  @Override
  public String toString() {
    return "LocalResponseNorm " + size;
  }
}
