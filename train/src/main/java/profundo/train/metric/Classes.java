package profundo.train.metric;

import java.util.Arrays;
import profundo.base.Text;
import profundo.tensor.DTypeException;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;

/// The classes that tensors of predictions and targets give.
final class Classes {
  private Classes() {}

  /// Targets: integers of any shape.
  static long[] targets(Tensor target) {
    if (target.dtype().isFloatingPoint() || target.dtype().isComplex()) {
      throw new DTypeException(
          "metric",
          Text.format("target classes are integers, not %s", target.dtype()),
          target.shape());
    }
    return target.toLongArray();
  }

  /// Predictions: integers of the targets' shape, or scores with the classes along dimension 1, of
  /// which the highest counts.
  static long[] predictions(Tensor predicted, Tensor target) {
    if (!predicted.dtype().isFloatingPoint()) {
      requireShape(predicted, predicted.shape().toArray(), target);
      return targets(predicted);
    }
    var sizes = predicted.shape().toArray();
    if (sizes.length < 2 || sizes[1] == 0) {
      throw new ShapeException(
          "metric",
          Text.format(
              "scores have the classes along dimension 1, and these are %s", predicted.shape()),
          predicted.shape());
    }
    var others = new long[sizes.length - 1];
    others[0] = sizes[0];
    System.arraycopy(sizes, 2, others, 1, sizes.length - 2);
    requireShape(predicted, others, target);
    try (var _ = Grad.noGrad();
        var _ = Scope.open()) {
      return predicted.argmax(1).toLongArray();
    }
  }

  private static void requireShape(Tensor predicted, long[] wanted, Tensor target) {
    if (!Arrays.equals(wanted, target.shape().toArray())) {
      throw new ShapeException(
          "metric",
          Text.format(
              "predictions %s do not fit targets %s: give classes [N] or scores [N, C] for targets"
                  + " [N]",
              predicted.shape(), target.shape()),
          predicted.shape(),
          target.shape());
    }
  }
}
