package profundo.nn;

import profundo.tensor.Losses;
import profundo.tensor.Reduction;
import profundo.tensor.Tensor;

/// Losses that have a name of their own in a paper; the common ones are methods of the tensor:
/// `logits.crossEntropy(labels)`, `x.mseLoss(y, Reduction.MEAN)`, `logProbabilities.ctcLoss(…)`.
public final class Loss {
  private static final long IGNORED = -100;

  private Loss() {}

  /// The mean cross-entropy of logits `[N, C, …]` with labels `[N, …]`, of whose mass a share is
  /// spread over all classes (Szegedy et al. 2016, section 7), in nats. Labels of −100 do not
  /// count.
  public static Tensor labelSmoothing(Tensor logits, Tensor labels, double smoothing) {
    return Given.require("logits", logits)
        .crossEntropy(Given.require("labels", labels), null, Reduction.MEAN, IGNORED, smoothing);
  }

  /// The mean of max(0, 1 − y · score) over targets y of −1 and 1, the loss of support vector
  /// machines (Cortes & Vapnik 1995).
  public static Tensor hinge(Tensor scores, Tensor targets) {
    Given.require("scores", scores);
    Given.require("targets", targets);
    Losses.requireAlike("hinge", scores, targets);
    return scores.mul(targets).rsub(1).relu().mean();
  }

  /// The mean of max(0, 1 − y · score)² over targets y of −1 and 1 (Tang 2013).
  public static Tensor squaredHinge(Tensor scores, Tensor targets) {
    Given.require("scores", scores);
    Given.require("targets", targets);
    Losses.requireAlike("squaredHinge", scores, targets);
    return scores.mul(targets).rsub(1).relu().square().mean();
  }

  /// The divergence of a diagonal normal distribution from the standard one, summed over all
  /// elements: −½ Σ (1 + log σ² − μ² − σ²) (Kingma & Welling 2014, appendix B), in nats.
  ///
  /// @param logVariance log σ²
  public static Tensor gaussianKl(Tensor mean, Tensor logVariance) {
    Given.require("mean", mean);
    Given.require("logVariance", logVariance);
    Losses.requireAlike("gaussianKl", mean, logVariance);
    return logVariance.add(1).sub(mean.square()).sub(logVariance.exp()).sum().mul(-0.5);
  }
}
