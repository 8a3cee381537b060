package profundo.train.metric;

import java.util.List;
import java.util.stream.DoubleStream;
import profundo.base.Given;

/// The mean of several measurements and its 95 % confidence interval by Student's t: `mean ±
/// t(0.975, n−1) · s / √n`, with `s` the sample's standard deviation (Student 1908).
///
/// @param mean the arithmetic mean
/// @param low the interval's lower end
/// @param high the interval's upper end
/// @param values the measurements in the order they came
public record Interval(double mean, double low, double high, List<Double> values) {
  private static final double LEVEL = 0.975;

  /// Copies the values.
  public Interval {
    values = List.copyOf(values);
  }

  /// The mean and interval of the values. A single value says nothing of its spread: both ends are
  /// the value itself.
  ///
  /// @throws IllegalArgumentException if there is no value
  public static Interval of(double... values) {
    Given.require("values", values);
    if (values.length == 0) {
      throw new IllegalArgumentException("an interval needs at least one value");
    }
    var all = DoubleStream.of(values).boxed().toList();
    var n = values.length;
    var mean = DoubleStream.of(values).sum() / n;
    if (n == 1) {
      return new Interval(mean, mean, mean, all);
    }
    var squares = DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).sum();
    var half = StudentT.quantile(LEVEL, n - 1) * Math.sqrt(squares / (n - 1) / n);
    return new Interval(mean, mean - half, mean + half, all);
  }

  /// Whether it is one measurement, which has no interval.
  public boolean isSingle() {
    return values.size() == 1;
  }
}
