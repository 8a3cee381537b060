package profundo.train.metric;

import java.util.Arrays;
import profundo.base.Given;
import profundo.base.Text;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;

/// How far predicted numbers lie from the true ones.
public final class RegressionError {
  private final Mean absolute = new Mean();
  private final Mean squared = new Mean();
  private long count;
  private double mean;
  private double scatter;

  /// Counts from nothing.
  public RegressionError() {}

  /// Counts a batch.
  ///
  /// @param predicted `[N]`
  /// @param target `[N]`
  public void add(double[] predicted, double[] target) {
    Given.require("predicted", predicted);
    Given.require("target", target);
    Pairs.check(predicted.length, target.length);
    for (var i = 0; i < target.length; i++) {
      var error = predicted[i] - target[i];
      absolute.add(Math.abs(error));
      squared.add(error * error);
      scatter(target[i]);
    }
  }

  /// Counts a batch of tensors of one shape.
  public void add(Tensor predicted, Tensor target) {
    Given.require("predicted", predicted);
    Given.require("target", target);
    if (!Arrays.equals(predicted.shape().toArray(), target.shape().toArray())) {
      throw new ShapeException(
          "regressionError",
          Text.format(
              "predictions %s and targets %s have two shapes: bring one to the other's",
              predicted.shape(), target.shape()),
          predicted.shape(),
          target.shape());
    }
    add(predicted.toDoubleArray(), target.toDoubleArray());
  }

  /// The squared distances from the running mean (Welford 1962).
  private void scatter(double target) {
    count++;
    var before = target - mean;
    mean += before / count;
    scatter += before * (target - mean);
  }

  /// The mean absolute error (MAE); NaN if nothing was counted.
  public double meanAbsolute() {
    return absolute.value();
  }

  /// The mean squared error (MSE); NaN if nothing was counted.
  public double meanSquared() {
    return squared.value();
  }

  /// The root of the mean squared error (RMSE), in the targets' unit; NaN if nothing was counted.
  public double rootMeanSquared() {
    return Math.sqrt(squared.value());
  }

  /// The coefficient of determination, R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)² (Wright 1921), over all
  /// numbers as one column: 1 is perfect, 0 is as good as the mean, and it can be below. Where all
  /// targets are one number it is 1 if all are met and 0 else, as scikit-learn has it; NaN of fewer
  /// than two.
  public double r2() {
    if (count < 2) {
      return Double.NaN;
    }
    if (scatter == 0) {
      return squared.value() == 0 ? 1 : 0;
    }
    return 1 - squared.value() * count / scatter;
  }
}
