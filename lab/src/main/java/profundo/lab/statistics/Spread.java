package profundo.lab.statistics;

import java.util.stream.DoubleStream;

/// The standard deviation of a sample.
public final class Spread {
  private Spread() {}

  /// `√(Σ(x − mean)² / (n − 1))`; NaN of fewer than two values.
  public static double of(double... values) {
    double mean = DoubleStream.of(values).average().orElse(Double.NaN);
    double squares = DoubleStream.of(values).map(v -> (v - mean) * (v - mean)).sum();
    return values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1));
  }
}
