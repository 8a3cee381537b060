package profundo.train.metric;

import profundo.base.Given;
import profundo.base.Text;
import profundo.tensor.IndexException;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;

/// The area under the ROC of a classifier with many classes: the plain mean of the areas of each
/// class against all others, as scikit-learn's `roc_auc_score(…, multi_class="ovr")` has it
/// (Provost and Domingos 2003 weigh them by the classes' sizes).
public final class OneVsRest {
  private OneVsRest() {}

  /// The mean area, 0 to 1.
  ///
  /// @param scores `[N][C]`, higher for what looks like the class; no NaN
  /// @param target `[N]`, the true classes, 0 to C−1, each of which occurs
  /// @throws IllegalArgumentException if a row has another length, a class does not occur, or there
  ///   is a NaN
  /// @throws IndexException if a class is unknown
  public static double auc(double[][] scores, long[] target) {
    Given.require("scores", scores);
    Given.require("target", target);
    Pairs.check(scores.length, target.length);
    var classes = scores.length == 0 ? 0 : scores[0].length;
    if (classes < 2) {
      throw new IllegalArgumentException("there are 2 classes or more, not " + classes);
    }
    check(scores, target, classes);
    var sum = 0.0;
    for (var c = 0; c < classes; c++) {
      var own = new double[target.length];
      var positive = new boolean[target.length];
      var found = 0;
      for (var i = 0; i < target.length; i++) {
        own[i] = scores[i][c];
        positive[i] = target[i] == c;
        found += positive[i] ? 1 : 0;
      }
      if (found == 0 || found == target.length) {
        throw new IllegalArgumentException(
            Text.format("class %d is that of %d of the %d targets", c, found, target.length));
      }
      sum += Roc.of(own, positive).auc();
    }
    return sum / classes;
  }

  private static void check(double[][] scores, long[] target, int classes) {
    for (var i = 0; i < target.length; i++) {
      if (scores[i].length != classes) {
        throw new IllegalArgumentException(
            Text.format("row %d has %d scores, not %d", i, scores[i].length, classes));
      }
      if (target[i] < 0 || target[i] >= classes) {
        throw new IndexException(
            "auc",
            Text.format("target %d is no class of the %d that have scores", target[i], classes));
      }
    }
  }

  /// As [#auc(double[][],long[])] of tensors `[N, C]` and `[N]`: logits or probabilities.
  public static double auc(Tensor scores, Tensor target) {
    Given.require("scores", scores);
    Given.require("target", target);
    if (scores.dim() != 2) {
      throw new ShapeException(
          "auc", Text.format("scores are [N, C], not %s", scores.shape()), scores.shape());
    }
    var flat = scores.toDoubleArray();
    var rows = new double[(int) scores.size(0)][(int) scores.size(1)];
    for (var i = 0; i < rows.length; i++) {
      System.arraycopy(flat, i * rows[i].length, rows[i], 0, rows[i].length);
    }
    return auc(rows, Classes.targets(target));
  }
}
