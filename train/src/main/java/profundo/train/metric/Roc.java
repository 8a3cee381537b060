package profundo.train.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import profundo.base.Given;
import profundo.base.Text;
import profundo.tensor.Tensor;

/// The receiver operating characteristic of a detector (Fawcett 2006): how many positives it finds
/// and how many negatives it takes for positives, at every threshold.
///
/// @param points from the threshold that accepts nothing, (0, 0), to the one that accepts all, (1,
///   1)
public record Roc(List<Point> points) {
  /// One threshold.
  ///
  /// @param threshold scores at or above it count as positive
  /// @param falsePositives the share of negatives accepted, 0 to 1
  /// @param truePositives the share of positives accepted, 0 to 1
  public record Point(double threshold, double falsePositives, double truePositives) {}

  /// Copies the points.
  public Roc {
    points = List.copyOf(points);
  }

  /// The curve of a detector's scores; equal scores make one step.
  ///
  /// @param scores `[N]`, higher for what looks positive; no NaN
  /// @param positive `[N]`, the truth
  /// @throws IllegalArgumentException if there is no positive, no negative, or a NaN
  public static Roc of(double[] scores, boolean[] positive) {
    Given.require("scores", scores);
    Given.require("positive", positive);
    Pairs.check(scores.length, positive.length);
    var positives = 0;
    for (var i = 0; i < scores.length; i++) {
      if (Double.isNaN(scores[i])) {
        throw new IllegalArgumentException("score " + i + " is NaN");
      }
      positives += positive[i] ? 1 : 0;
    }
    var negatives = scores.length - positives;
    if (positives == 0 || negatives == 0) {
      throw new IllegalArgumentException(
          Text.format(
              "a ROC needs positives and negatives: there are %d and %d", positives, negatives));
    }
    return new Roc(walk(scores, positive, positives, negatives));
  }

  /// As [#of(double[],boolean[])] of tensors `[N]`, the truth as 0 and 1.
  public static Roc of(Tensor scores, Tensor positive) {
    Given.require("scores", scores);
    Given.require("positive", positive);
    return of(Scores.of(scores), Scores.positive(positive));
  }

  private static List<Point> walk(
      double[] scores, boolean[] positive, double positives, double negatives) {
    var order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> scores[i]).reversed())
            .mapToInt(Integer::intValue)
            .toArray();
    var points = new ArrayList<Point>();
    points.add(new Point(Double.POSITIVE_INFINITY, 0, 0));
    var found = 0;
    for (var n = 0; n < order.length; n++) {
      var i = order[n];
      found += positive[i] ? 1 : 0;
      if (n + 1 == order.length || scores[order[n + 1]] != scores[i]) {
        points.add(new Point(scores[i], (n + 1 - found) / negatives, found / positives));
      }
    }
    return points;
  }

  /// The area under the curve: the probability that a positive scores above a negative, a tie
  /// counting half (Hanley and McNeil 1982).
  public double auc() {
    var area = 0.0;
    for (var i = 1; i < points.size(); i++) {
      var a = points.get(i - 1);
      var b = points.get(i);
      area +=
          (b.falsePositives() - a.falsePositives()) * (a.truePositives() + b.truePositives()) / 2;
    }
    return area;
  }

  /// The equal error rate: where as many negatives are accepted as positives are missed, with
  /// straight lines between the thresholds.
  ///
  /// @throws IllegalArgumentException if the curve does not end at (1, 1)
  public double equalErrorRate() {
    for (var i = 1; i < points.size(); i++) {
      var a = points.get(i - 1);
      var b = points.get(i);
      var before = a.falsePositives() - (1 - a.truePositives());
      var after = b.falsePositives() - (1 - b.truePositives());
      if (after >= 0) {
        var part = before / (before - after);
        return a.falsePositives() + part * (b.falsePositives() - a.falsePositives());
      }
    }
    throw new IllegalArgumentException("a ROC ends at (1, 1)");
  }
}
