package profundo.train.metric;

import profundo.base.Given;
import profundo.tensor.Tensor;

/// The share of predictions that are right, 0 to 1.
///
/// ```java
/// var accuracy = new Accuracy();
/// for (var batch : validation.epoch(0)) {
///   accuracy.add(net.forward(batch.x()), batch.y());
/// }
/// IO.println(accuracy.value());
/// ```
public final class Accuracy {
  private long right;
  private long all;

  /// Counts from nothing.
  public Accuracy() {}

  /// Counts a batch.
  ///
  /// @param predicted `[N]`, the predicted classes
  /// @param target `[N]`, the true classes
  public void add(long[] predicted, long[] target) {
    Given.require("predicted", predicted);
    Given.require("target", target);
    Pairs.check(predicted.length, target.length);
    for (var i = 0; i < target.length; i++) {
      if (predicted[i] == target[i]) {
        right++;
      }
    }
    all += target.length;
  }

  /// Counts a batch.
  ///
  /// @param predicted `[N]`, the predicted classes, or `[N, C]`, scores of which the highest counts
  /// @param target `[N]`, the true classes
  public void add(Tensor predicted, Tensor target) {
    Given.require("predicted", predicted);
    Given.require("target", target);
    add(Classes.predictions(predicted, target), Classes.targets(target));
  }

  /// The accuracy so far; NaN if nothing was counted.
  public double value() {
    return (double) right / all;
  }

  /// The share that is wrong: `1 − accuracy`; NaN if nothing was counted.
  public double error() {
    return (double) (all - right) / all;
  }

  /// The number of predictions counted.
  public long count() {
    return all;
  }
}
