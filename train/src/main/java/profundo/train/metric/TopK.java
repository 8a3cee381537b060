package profundo.train.metric;

import profundo.base.Given;
import profundo.base.Text;
import profundo.tensor.IndexException;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;

/// The share of examples whose true class is among the `k` highest scores, 0 to 1 (ImageNet's
/// top-5: Russakovsky et al. 2015). Of equal scores the lower class comes first; a score of NaN
/// comes last.
public final class TopK {
  private final int k;
  private long right;
  private long all;

  /// Counts among the `k` highest.
  ///
  /// @param k at least 1
  public TopK(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k is at least 1, and is " + k);
    }
    this.k = k;
  }

  /// Counts a batch.
  ///
  /// @param scores `[N, C]` row by row: logits or probabilities
  /// @param target `[N]`, the true classes, 0 to C−1
  public void add(float[] scores, long[] target) {
    Given.require("scores", scores);
    Given.require("target", target);
    if (target.length == 0) {
      return;
    }
    var classes = scores.length / target.length;
    if (classes == 0 || classes * target.length != scores.length) {
      throw new IllegalArgumentException(
          Text.format(
              "%d scores are not a whole row for each of %d targets",
              scores.length, target.length));
    }
    for (var i = 0; i < target.length; i++) {
      if (target[i] < 0 || target[i] >= classes) {
        throw new IndexException(
            "topK",
            Text.format("target %d is no class of the %d that have scores", target[i], classes));
      }
      if (rank(scores, i * classes, classes, (int) target[i]) < k) {
        right++;
      }
    }
    all += target.length;
  }

  /// Counts a batch.
  ///
  /// @param scores `[N, C]`: logits or probabilities
  /// @param target `[N]`, the true classes, 0 to C−1
  public void add(Tensor scores, Tensor target) {
    Given.require("scores", scores);
    Given.require("target", target);
    if (scores.dim() != 2 || target.dim() != 1 || scores.size(0) != target.size(0)) {
      throw new ShapeException(
          "topK",
          Text.format(
              "scores %s do not fit targets %s: give [N, C] and [N]",
              scores.shape(), target.shape()),
          scores.shape(),
          target.shape());
    }
    add(scores.toFloatArray(), Classes.targets(target));
  }

  /// How many classes come before class `c`.
  private static int rank(float[] scores, int row, int classes, int c) {
    var own = scores[row + c];
    if (Float.isNaN(own)) {
      return classes;
    }
    var before = 0;
    for (var other = 0; other < classes; other++) {
      var score = scores[row + other];
      if (score > own || (score == own && other < c)) {
        before++;
      }
    }
    return before;
  }

  /// The share so far; NaN if nothing was counted.
  public double value() {
    return (double) right / all;
  }
}
