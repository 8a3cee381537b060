package profundo.train.metric;

/// Student's t distribution, by the incomplete beta function's continued fraction (Abramowitz and
/// Stegun 1964, 26.5.8 and 26.7.1).
public final class StudentT {
  private static final double TINY = 1e-300;
  private static final double PRECISION = 1e-15;
  private static final int MOST_FREEDOM = 1_000_000;
  private static final int TERMS = 10_000;

  private StudentT() {}

  /// The value that a t-distributed number with `freedom` degrees stays below with this
  /// probability.
  ///
  /// @param probability above 0.5 and below 1
  /// @param freedom 1 to a million
  /// @throws IllegalArgumentException if one of them lies elsewhere
  public static double quantile(double probability, int freedom) {
    requireFreedom(freedom);
    if (!(probability > 0.5 && probability < 1)) {
      throw new IllegalArgumentException("a quantile above the median is wanted: " + probability);
    }
    var high = 1.0;
    while (below(high, freedom) < probability) {
      high *= 2;
    }
    var low = 0.0;
    while (high - low > 1e-13 * high) {
      var middle = (low + high) / 2;
      if (middle <= low || middle >= high) {
        break;
      }
      if (below(middle, freedom) < probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  /// The probability of a value above `t`.
  ///
  /// @param freedom 1 to a million
  /// @throws IllegalArgumentException if it lies elsewhere
  public static double above(double t, int freedom) {
    requireFreedom(freedom);
    return t < 0 ? below(-t, freedom) : 1 - below(t, freedom);
  }

  /// The probability of a value below `t`, for `t` not negative.
  static double below(double t, int freedom) {
    var half = freedom / 2.0;
    var x = freedom / (freedom + t * t);
    var front = Math.exp(half * Math.log(x) + 0.5 * Math.log1p(-x) - logBetaWithHalf(freedom));
    if (t == 0) {
      return 0.5;
    }
    var tail =
        x < (half + 1) / (half + 2.5)
            ? front * fraction(half, 0.5, x) / half
            : 1 - front * fraction(0.5, half, 1 - x) / 0.5;
    return 1 - tail / 2;
  }

  /// `log B(n/2, 1/2)` from `B(1/2, 1/2) = π`, `B(1, 1/2) = 2` and `B(a+1, 1/2) = B(a, 1/2) ·
  /// a/(a+1/2)`.
  private static double logBetaWithHalf(int n) {
    var isOdd = n % 2 == 1;
    var log = isOdd ? Math.log(Math.PI) : Math.log(2);
    for (var a = isOdd ? 0.5 : 1.0; a < n / 2.0; a++) {
      log += Math.log(a / (a + 0.5));
    }
    return log;
  }

  /// The continued fraction of `I_x(a, b)`, evaluated from the front (Lentz 1976).
  private static double fraction(double a, double b, double x) {
    var c = 1.0;
    var d = 1 / atLeastTiny(1 - (a + b) * x / (a + 1));
    var result = d;
    for (var m = 1; m <= TERMS; m++) {
      var even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
      d = 1 / atLeastTiny(1 + even * d);
      c = atLeastTiny(1 + even / c);
      result *= d * c;
      var odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
      d = 1 / atLeastTiny(1 + odd * d);
      c = atLeastTiny(1 + odd / c);
      result *= d * c;
      if (Math.abs(d * c - 1) < PRECISION) {
        break;
      }
    }
    return result;
  }

  private static void requireFreedom(int freedom) {
    if (freedom < 1 || freedom > MOST_FREEDOM) {
      throw new IllegalArgumentException("degrees of freedom are 1 to a million: " + freedom);
    }
  }

  private static double atLeastTiny(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }
}
