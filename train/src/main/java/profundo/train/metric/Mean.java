package profundo.train.metric;

/// A running mean, weighted where batches differ in size; summed with compensation (Neumaier 1974),
/// so that a million small terms lose nothing.
public final class Mean {
  private double sum;
  private double lost;
  private double weight;

  /// A mean of nothing yet.
  public Mean() {}

  /// Adds one value.
  public void add(double value) {
    add(value, 1);
  }

  /// Adds the mean of several values; of none, which is NaN, it adds nothing.
  ///
  /// @param weight how many; not negative
  public void add(double value, double weight) {
    if (!(weight >= 0)) {
      throw new IllegalArgumentException("a weight is not negative, and is " + weight);
    }
    if (weight == 0) {
      return;
    }
    var term = value * weight;
    var next = sum + term;
    lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
    sum = next;
    this.weight += weight;
  }

  /// The mean so far; NaN if there is nothing to take it of.
  public double value() {
    return (Double.isFinite(sum) ? sum + lost : sum) / weight;
  }

  /// The sum of the weights: the number of values where none was given.
  public double weight() {
    return weight;
  }

  /// Forgets all values.
  public void reset() {
    sum = 0;
    lost = 0;
    weight = 0;
  }
}
