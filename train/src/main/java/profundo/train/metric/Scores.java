package profundo.train.metric;

import profundo.base.Text;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;

/// The scores of detectors in tensors.
final class Scores {
  private Scores() {}

  /// `[N]` or `[N, 1]`, as numbers.
  static double[] of(Tensor scores) {
    if (scores.dim() != 1 && !(scores.dim() == 2 && scores.size(1) == 1)) {
      throw new ShapeException(
          "metric",
          Text.format("scores are [N], one for each example, not %s", scores.shape()),
          scores.shape());
    }
    return scores.toDoubleArray();
  }

  /// The truth, `[N]`: 1 or true is positive, 0 or false is not.
  static boolean[] positive(Tensor positive) {
    var values = of(positive);
    var truth = new boolean[values.length];
    for (var i = 0; i < truth.length; i++) {
      if (values[i] != 0 && values[i] != 1) {
        throw new IllegalArgumentException(
            Text.format("the truth is 0 or 1, and at %d it is %s", i, values[i]));
      }
      truth[i] = values[i] == 1;
    }
    return truth;
  }
}
