package profundo.train;

import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// The Parzen-window estimate of a log-likelihood, by which Goodfellow et al. 2014 (section 5)
/// compare generators: a normal distribution of width σ stands on each sample.
///
/// It favours blurred samples and says little in high dimensions; Theis et al. 2016 show that the
/// centres of k-means beat real pictures.
public final class Parzen {
  private static final int ROWS = 500;

  private final Tensor samples;
  private final double sigma;

  /// @param samples the generator's, `[N, D]`
  /// @param sigma the width, above 0
  public Parzen(Tensor samples, double sigma) {
    if (!(sigma > 0)) {
      throw new IllegalArgumentException("the width is above 0, not " + sigma);
    }
    this.samples = samples;
    this.sigma = sigma;
  }

  /// The window that is best of so many widths, evenly spaced in their logarithms from `low` to
  /// `high`, by the mean on validation examples `[M, D]`.
  public static Parzen validated(
      Tensor samples, Tensor validation, double low, double high, int count) {
    var best = new Parzen(samples, low);
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < count; i++) {
      double share = count == 1 ? 0 : (double) i / (count - 1);
      var window = new Parzen(samples, low * Math.pow(high / low, share));
      double mean = window.mean(validation);
      if (mean > most) {
        most = mean;
        best = window;
      }
    }
    return best;
  }

  /// The width of the windows.
  public double sigma() {
    return sigma;
  }

  /// The mean log-likelihood of examples `[M, D]`, in nats for each.
  public double mean(Tensor examples) {
    double sum = 0;
    try (var _ = Grad.noGrad();
        var _ = Scope.open()) {
      double constant =
          Math.log(samples.size(0)) + examples.size(1) * Math.log(sigma * Math.sqrt(2 * Math.PI));
      var squares = samples.square().sum(1).unsqueeze(0);
      for (var rows : examples.split(ROWS, 0)) {
        try (var _ = Scope.open()) {
          var distances =
              rows.matmul(samples.t()).mul(-2).add(squares).add(rows.square().sum(true, 1));
          var logs = distances.mul(-0.5 / (sigma * sigma)).logsumexp(false, 1);
          sum += logs.sum().item() - constant * rows.size(0);
        }
      }
    }
    return sum / examples.size(0);
  }
}
