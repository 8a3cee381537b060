package profundo.lab.statistics;

import java.util.Random;
import java.util.stream.DoubleStream;

/// The sign-flip test of paired differences: were neither arm better, each difference could as well
/// have come with the other sign, so `p` is the share of all 2ⁿ choices of signs whose sum lies at
/// least as far from 0 as the one that was measured (Fisher 1935, *The Design of Experiments*,
/// §21).
///
/// It takes nothing for granted but that symmetry. Of n pairs it can say no less than 2/2ⁿ: five
/// never reach 0.05.
///
/// @param p the probability, two-sided
/// @param choices how many choices of signs were looked at
/// @param exact whether they were all there are; else they were drawn, and the measured one counts
///   among them (Phipson & Smyth 2010)
public record SignFlip(double p, long choices, boolean exact) {
  /// The most pairs of which every choice of signs is looked at.
  public static final int MOST_EXACT = 20;

  private static final int DRAWN = 200_000;
  private static final long SEED = 20_261_127;
  private static final double ROUNDING = 1e-12;

  /// Tests the differences of the pairs.
  ///
  /// @throws IllegalArgumentException if there is none, or one is no number
  public static SignFlip of(double... differences) {
    if (differences.length == 0 || !DoubleStream.of(differences).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("a sign-flip test needs finite differences");
    }
    double size = DoubleStream.of(differences).map(Math::abs).sum();
    double measured = Math.abs(DoubleStream.of(differences).sum()) - ROUNDING * size;
    return differences.length <= MOST_EXACT
        ? exact(differences, measured)
        : drawn(differences, measured);
  }

  private static SignFlip exact(double[] differences, double measured) {
    var sums = new double[1 << differences.length];
    int filled = 1;
    for (double difference : differences) {
      for (int i = 0; i < filled; i++) {
        sums[filled + i] = sums[i] - difference;
        sums[i] += difference;
      }
      filled *= 2;
    }
    long asFar = DoubleStream.of(sums).filter(sum -> Math.abs(sum) >= measured).count();
    return new SignFlip((double) asFar / sums.length, sums.length, true);
  }

  private static SignFlip drawn(double[] differences, double measured) {
    var random = new Random(SEED);
    long asFar = 1;
    for (int draw = 0; draw < DRAWN; draw++) {
      double sum = 0;
      for (double difference : differences) {
        sum += random.nextBoolean() ? difference : -difference;
      }
      if (Math.abs(sum) >= measured) {
        asFar++;
      }
    }
    return new SignFlip((double) asFar / (DRAWN + 1), DRAWN + 1L, false);
  }

  /// The smallest `p` that so many pairs can reach: 2/2ⁿ.
  public static double least(int pairs) {
    return Math.min(1, Math.scalb(2, -pairs));
  }

  /// The fewest pairs that can reach a level when so many comparisons share it by [Holm]'s method.
  public static int fewestPairs(double level, int comparisons) {
    int pairs = 1;
    while (comparisons * least(pairs) > level) {
      pairs++;
    }
    return pairs;
  }
}
