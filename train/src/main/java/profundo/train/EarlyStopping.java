package profundo.train;

import profundo.base.Text;

/// Says when a metric has stopped getting better (Prechelt 1998). A value: each look at the metric
/// gives a new one, so a checkpoint keeps it as plain data.
///
/// ```java
/// var stopping = EarlyStopping.ofMin(5, 1e-4);
/// stopping = stopping.after(validationLoss);
/// if (stopping.isOver()) { … }
/// ```
///
/// @param isMax whether higher is better
/// @param patience how many looks in a row without improvement end the training, at least 1
/// @param minDelta what counts as an improvement: better by more than this, not negative
/// @param best the best value so far; NaN before the first
/// @param worse looks since then
public record EarlyStopping(boolean isMax, int patience, double minDelta, double best, int worse) {
  /// Checks the ranges.
  public EarlyStopping {
    if (patience < 1 || !(minDelta >= 0)) {
      throw new IllegalArgumentException(
          Text.format(
              "patience is at least 1 and minDelta not negative: %d and %s", patience, minDelta));
    }
  }

  /// Watches a metric that should fall, such as a loss.
  public static EarlyStopping ofMin(int patience, double minDelta) {
    return new EarlyStopping(false, patience, minDelta, Double.NaN, 0);
  }

  /// Watches a metric that should rise, such as an accuracy.
  public static EarlyStopping ofMax(int patience, double minDelta) {
    return new EarlyStopping(true, patience, minDelta, Double.NaN, 0);
  }

  /// What is known after one more value; NaN is never an improvement.
  public EarlyStopping after(double value) {
    return improves(value)
        ? new EarlyStopping(isMax, patience, minDelta, value, 0)
        : new EarlyStopping(isMax, patience, minDelta, best, worse + 1);
  }

  /// Whether the last value was the best so far.
  public boolean isBest() {
    return worse == 0 && !Double.isNaN(best);
  }

  /// Whether patience has run out.
  public boolean isOver() {
    return worse >= patience;
  }

  private boolean improves(double value) {
    if (Double.isNaN(best)) {
      return !Double.isNaN(value);
    }
    return isMax ? value > best + minDelta : value < best - minDelta;
  }
}
