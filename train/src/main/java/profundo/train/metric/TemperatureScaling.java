package profundo.train.metric;

import profundo.base.Given;
import profundo.base.Text;
import profundo.tensor.DType;
import profundo.tensor.Device;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;

/// Temperature scaling (Guo et al. 2017, section 4.2): a classifier's logits are divided by one
/// number, the temperature, for which the labels of held-out samples are most probable. It changes
/// no answer, only how sure the classifier is said to be: above 1 less sure than it says itself,
/// below 1 surer.
public final class TemperatureScaling {
  /// The lowest temperature that is fitted: where no answer is wrong, ever lower ones are better.
  public static final double LOWEST = 0.05;

  /// The highest temperature that is fitted.
  public static final double HIGHEST = 20;

  private static final int HALVINGS = 40;

  private TemperatureScaling() {}

  /// The temperature, between [#LOWEST] and [#HIGHEST].
  ///
  /// @param logits `[N, C]` of samples that the classifier has not learnt from
  /// @param labels their true classes, `[N]`
  /// @throws ShapeException if there are no samples, or not as many labels
  public static double fit(Tensor logits, Tensor labels) {
    Given.require("logits", logits);
    Given.require("labels", labels);
    if (logits.dim() != 2
        || labels.dim() != 1
        || logits.size(0) != labels.size(0)
        || logits.size(0) == 0) {
      throw new ShapeException(
          "temperatureScaling",
          Text.format(
              "logits are [N, C] with labels [N], not %s and %s", logits.shape(), labels.shape()),
          logits.shape(),
          labels.shape());
    }
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var z = logits.to(Device.CPU).to(DType.FLOAT64);
      var ofLabels = z.gather(1, labels.to(Device.CPU).to(DType.INT64).unsqueeze(1)).squeeze(1);
      double low = Math.log(1 / HIGHEST);
      double high = Math.log(1 / LOWEST);
      for (int i = 0; i < HALVINGS; i++) {
        double middle = (low + high) / 2;
        if (slope(z, ofLabels, Math.exp(middle)) > 0) {
          high = middle;
        } else {
          low = middle;
        }
      }
      return Math.exp(-(low + high) / 2);
    }
  }

  /// The derivative of the mean cross-entropy by β = 1/T, in which it is convex: the mean of the
  /// expected score less that of the label.
  private static double slope(Tensor z, Tensor ofLabels, double beta) {
    try (var _ = Scope.open()) {
      return z.mul(beta).softmax(1).mul(z).sum(1).sub(ofLabels).mean().item();
    }
  }
}
