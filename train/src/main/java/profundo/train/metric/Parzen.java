package profundo.train.metric;

import java.util.stream.IntStream;
import profundo.base.Given;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// The Parzen-window estimate of a log-likelihood, by which Goodfellow et al. 2014 (section 5)
/// compare generators: a normal distribution of width σ stands on each sample.
///
/// It favours blurred samples and says little in high dimensions; Theis et al. 2016 show that the
/// centres of k-means beat real pictures.
public final class Parzen {
  private static final int MOST = 10_000;

  private static final int ROWS = 500;

  private final Tensor samples;
  private final double sigma;

  /// @param samples the generator's, `[N, D]`
  /// @param sigma the width, above 0
  /// @throws IllegalArgumentException if it is not
  public Parzen(Tensor samples, double sigma) {
    if (!(sigma > 0)) {
      throw new IllegalArgumentException("the width is above 0, not " + sigma);
    }
    this.samples = Given.require("samples", samples);
    this.sigma = sigma;
  }

  /// The window that is best of so many widths, evenly spaced in their logarithms from `low` to
  /// `high`, by the mean on validation examples `[M, D]`.
  ///
  /// @throws IllegalArgumentException if the number of widths is not 1 to 10,000
  public static Parzen validated(
      Tensor samples, Tensor validation, double low, double high, int count) {
    Given.require("samples", samples);
    Given.require("validation", validation);
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException("1 to " + MOST + " widths are tried, not " + count);
    }
    var widths =
        IntStream.range(0, count)
            .mapToDouble(i -> low * Math.pow(high / low, count == 1 ? 0 : (double) i / (count - 1)))
            .toArray();
    var means = means(samples, validation, widths);
    int best = 0;
    for (int i = 1; i < count; i++) {
      if (means[i] > means[best]) {
        best = i;
      }
    }
    return new Parzen(samples, widths[best]);
  }

  /// The width of the windows.
  public double sigma() {
    return sigma;
  }

  /// The mean log-likelihood of examples `[M, D]`, in nats for each.
  public double mean(Tensor examples) {
    Given.require("examples", examples);
    return means(samples, examples, sigma)[0];
  }

  /// The means for several widths: the distances are computed once.
  private static double[] means(Tensor samples, Tensor examples, double... widths) {
    var sums = new double[widths.length];
    try (var _ = Grad.noGrad();
        var _ = Scope.open()) {
      var squares = samples.square().sum(1).unsqueeze(0);
      for (var rows : examples.split(ROWS, 0)) {
        try (var _ = Scope.open()) {
          var distances =
              rows.matmul(samples.t()).mul(-2).add(squares).add(rows.square().sum(true, 1));
          for (int i = 0; i < widths.length; i++) {
            var logs = distances.mul(-0.5 / (widths[i] * widths[i])).logsumexp(false, 1);
            sums[i] += logs.sum().item();
          }
        }
      }
    }
    double logCount = Math.log(samples.size(0));
    for (int i = 0; i < widths.length; i++) {
      double logVolume = examples.size(1) * Math.log(widths[i] * Math.sqrt(2 * Math.PI));
      sums[i] = sums[i] / examples.size(0) - logCount - logVolume;
    }
    return sums;
  }
}
