package profundo.train.metric;

import profundo.base.Given;
import profundo.tensor.Tensor;

/// The average precision of a detector: the precision at each threshold, weighed by the recall that
/// it adds, Σ (Rₙ − Rₙ₋₁) Pₙ (Zhu 2004), as scikit-learn's `average_precision_score` has it:
/// without straight lines between the thresholds, and equal scores are one step.
public final class AveragePrecision {
  private AveragePrecision() {}

  /// The average precision of scores, 0 to 1.
  ///
  /// @param scores `[N]`, higher for what looks positive; no NaN
  /// @param positive `[N]`, the truth
  /// @throws IllegalArgumentException if there is no positive, no negative, or a NaN
  public static double of(double[] scores, boolean[] positive) {
    Given.require("scores", scores);
    Given.require("positive", positive);
    var points = Roc.of(scores, positive).points();
    var positives = 0;
    for (var truth : positive) {
      positives += truth ? 1 : 0;
    }
    var negatives = scores.length - positives;
    var sum = 0.0;
    for (var i = 1; i < points.size(); i++) {
      var found = points.get(i).truePositives() * positives;
      var wrong = points.get(i).falsePositives() * negatives;
      var added = points.get(i).truePositives() - points.get(i - 1).truePositives();
      sum += added == 0 ? 0 : added * found / (found + wrong);
    }
    return sum;
  }

  /// As [#of(double[],boolean[])] of tensors `[N]`, the truth as 0 and 1.
  public static double of(Tensor scores, Tensor positive) {
    Given.require("scores", scores);
    Given.require("positive", positive);
    return of(Scores.of(scores), Scores.positive(positive));
  }
}
