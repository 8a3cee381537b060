package profundo.lab.statistics;

import profundo.train.metric.StudentT;

/// What the paired t test can see: its power is the upper tail of the noncentral t distribution
/// (Cohen 1988, *Statistical Power Analysis*), here by integration over the spread of the sample.
public final class Power {
  /// The probability that is usually asked for.
  public static final double USUAL = 0.8;

  /// The level that is usually tested at, two-sided.
  public static final double LEVEL = 0.05;

  private static final int MOST_PAIRS = 100_000;
  private static final int STEPS = 2000;
  private static final int BISECTIONS = 60;
  private static final int TERMS = 200;
  private static final double FAR = 8;

  private Power() {}

  /// The smallest mean difference that a paired test of this many pairs finds with a probability of
  /// 0.8, two-sided at 0.05.
  ///
  /// @param pairs two or more
  /// @param spread the standard deviation of the differences
  public static double smallestDifference(int pairs, double spread) {
    double low = 0;
    double high = 1;
    while (ofMean(high, pairs) < USUAL) {
      high *= 2;
    }
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (low + high) / 2;
      if (ofMean(middle, pairs) < USUAL) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high * spread;
  }

  /// How many pairs find a mean difference with a probability of 0.8, two-sided at 0.05; 100,000 if
  /// it takes more.
  ///
  /// @param spread the standard deviation of the differences
  public static int pairsFor(double difference, double spread) {
    double size = Math.abs(difference) / spread;
    int least = SignFlip.fewestPairs(LEVEL, 1);
    if (Double.isNaN(size) || ofMean(size, MOST_PAIRS) < USUAL) {
      return Double.isNaN(size) ? least : MOST_PAIRS;
    }
    int low = 1;
    int high = MOST_PAIRS;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (ofMean(size, middle) < USUAL) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return Math.max(least, high);
  }

  /// The power against a mean difference of so many standard deviations.
  private static double ofMean(double size, int pairs) {
    return noncentralAbove(
        StudentT.quantile(1 - LEVEL / 2, pairs - 1), pairs - 1, size * Math.sqrt(pairs));
  }

  /// The probability that `(Z + shift) / √(χ²/freedom)` lies above `t`, where `Z` is normal and
  /// `χ²` has so many degrees of freedom: the mean of `Φ(shift − t·s)` over the spread `s` of the
  /// sample, by Simpson's rule.
  static double noncentralAbove(double t, int freedom, double shift) {
    double from = Math.max(0, 1 - FAR / Math.sqrt(freedom));
    double width = (1 + FAR / Math.sqrt(freedom) - from) / STEPS;
    double sum = 0;
    double weights = 0;
    for (int i = 0; i <= STEPS; i++) {
      double s = from + i * width;
      double simpson = i == 0 || i == STEPS ? 1 : i % 2 == 1 ? 4 : 2;
      double weight = simpson * density(s, freedom);
      weights += weight;
      sum += weight * normalBelow(shift - t * s);
    }
    return sum / weights;
  }

  /// In proportion to the density of `√(χ²/freedom)`, 1 at its value for 1.
  private static double density(double s, int freedom) {
    if (s == 0) {
      return freedom == 1 ? Math.exp(0.5) : 0;
    }
    return Math.exp((freedom - 1) * Math.log(s) - freedom * (s * s - 1) / 2);
  }

  /// `Φ(x) = ½ + φ(x) · (x + x³/3 + x⁵/15 + …)` (Abramowitz and Stegun 1964, 26.2.11).
  static double normalBelow(double x) {
    if (Math.abs(x) > FAR) {
      return x > 0 ? 1 : 0;
    }
    double term = x;
    double sum = x;
    for (int n = 1; n < TERMS; n++) {
      term *= x * x / (2 * n + 1);
      sum += term;
    }
    return 0.5 + sum * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }
}
