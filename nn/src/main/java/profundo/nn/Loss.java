package profundo.nn;

import profundo.tensor.Losses;
import profundo.tensor.Reduction;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;

/// Losses that have a name of their own in a paper; the common ones are methods of the tensor:
/// `logits.crossEntropy(labels)`, `x.mseLoss(y, Reduction.MEAN)`, `logProbabilities.ctcLoss(…)`.
///
/// ```java
/// Tensor rare = Loss.focal(logits, targets);
/// Tensor overlap = Loss.dice(logits.sigmoid(), targets);
/// ```
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

  /// The focal loss of logits with targets of 0 and 1 (Lin et al. 2017, equation 5): −α_t · (1 −
  /// p_t)^γ · ln p_t, with p_t the probability given to the target, and α_t α for targets of 1 and
  /// 1 − α for 0. What is told apart easily hardly counts.
  ///
  /// @param alpha the weight of targets of 1, 0 to 1
  /// @param gamma how little the easy ones count, 0 or more; with 0 it is the cross-entropy
  public static Tensor focal(
      Tensor logits, Tensor targets, double alpha, double gamma, Reduction reduction) {
    Given.require("logits", logits);
    Given.require("targets", targets);
    Given.require("reduction", reduction);
    Losses.requireAlike("focal", logits, targets);
    if (!(alpha >= 0 && alpha <= 1) || !(gamma >= 0 && gamma < Double.POSITIVE_INFINITY)) {
      throw new NetException(
          "focal: α is 0 to 1 and γ 0 or more, not " + alpha + " and " + gamma + ".");
    }
    var p = logits.sigmoid();
    var missed = p.add(targets).sub(p.mul(targets).mul(2));
    var weight = targets.mul(2 * alpha - 1).add(1 - alpha).mul(missed.pow(gamma));
    return reduction.of(logits.binaryCrossEntropyWithLogits(targets, Reduction.NONE).mul(weight));
  }

  /// The mean of [#focal(Tensor,Tensor,double,double,Reduction)] with the paper's α of 0.25 and γ
  /// of 2.
  public static Tensor focal(Tensor logits, Tensor targets) {
    return focal(logits, targets, 0.25, 2, Reduction.MEAN);
  }

  /// How little the masks `[N, …]` of probabilities and of targets of 0 and 1 overlap (Milletari et
  /// al. 2016, section 3), for each sample: 1 − (2 Σ p·g + s) / (Σ p² + Σ g² + s).
  ///
  /// @param smooth s, 0 or more: with more than 0, two empty masks have the loss 0
  public static Tensor dice(
      Tensor probabilities, Tensor targets, double smooth, Reduction reduction) {
    Given.require("probabilities", probabilities);
    Given.require("targets", targets);
    Given.require("reduction", reduction);
    Losses.requireAlike("dice", probabilities, targets);
    if (probabilities.dim() == 0) {
      throw new ShapeException("", "dice: masks are [N, …], not single numbers.");
    }
    var p = probabilities.unsqueeze(-1).flatten(1);
    var g = targets.unsqueeze(-1).flatten(1);
    var overlap = p.mul(g).sum(1).mul(2).add(smooth);
    var both = p.square().sum(1).add(g.square().sum(1)).add(smooth);
    return reduction.of(overlap.div(both).rsub(1));
  }

  /// The mean of [#dice(Tensor,Tensor,double,Reduction)] over the samples, with 1 for s.
  public static Tensor dice(Tensor probabilities, Tensor targets) {
    return dice(probabilities, targets, 1, Reduction.MEAN);
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
