package profundo.lab.statistics;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/// How probable it is that one arm beats the other in a new experiment: the seeds, and where they
/// are known the test examples too, are drawn anew with replacement (a two-way bootstrap; Owen
/// 2007, *The pigeonhole bootstrap*), and the share of draws is counted in which the first arm's
/// mean is above the second's, ties by half.
///
/// @param probability that the first arm's mean lies above the second's
/// @param low the 2.5th percentile of the difference of the means, first less second
/// @param high the 97.5th percentile
/// @param overExamples whether the test examples were drawn too; else the seeds alone
public record Superiority(double probability, double low, double high, boolean overExamples) {
  private static final int DRAWS = 4000;
  private static final long SEED = 20_261_127;

  /// Of two arms' scores of the same test examples, `[pair][example]`, such as 1 for right and 0
  /// for wrong.
  ///
  /// @throws IllegalArgumentException if the arms' sizes differ, or are 0
  public static Superiority ofExamples(byte[][] first, byte[][] second) {
    requirePairs(first.length, second.length);
    int examples = first[0].length;
    var differences = new int[first.length][examples];
    for (int pair = 0; pair < first.length; pair++) {
      requirePairs(examples, first[pair].length);
      requirePairs(examples, second[pair].length);
      for (int i = 0; i < examples; i++) {
        differences[pair][i] = first[pair][i] - second[pair][i];
      }
    }
    return drawn(over(differences), true);
  }

  /// Of two arms' figures, one of each pair.
  ///
  /// @throws IllegalArgumentException if there are not as many of one as of the other
  public static Superiority ofFigures(double[] first, double[] second) {
    requirePairs(first.length, second.length);
    return drawn(
        random ->
            random.ints(first.length, 0, first.length).mapToDouble(i -> first[i] - second[i]).sum()
                / first.length,
        false);
  }

  private interface Draw {
    double mean(Random random);
  }

  /// Examples at which no pair differs add nothing wherever they are drawn: only how often each of
  /// the others is drawn is kept.
  private static Draw over(int[][] differences) {
    int examples = differences[0].length;
    int[] differing =
        IntStream.range(0, examples)
            .filter(i -> Arrays.stream(differences).anyMatch(pair -> pair[i] != 0))
            .toArray();
    var drawn = new int[differing.length];
    return random -> {
      Arrays.fill(drawn, 0);
      for (int i = 0; i < examples; i++) {
        int example = random.nextInt(examples);
        if (example < drawn.length) {
          drawn[example]++;
        }
      }
      long sum = 0;
      for (int pair = 0; pair < differences.length; pair++) {
        int[] of = differences[random.nextInt(differences.length)];
        for (int i = 0; i < drawn.length; i++) {
          sum += (long) drawn[i] * of[differing[i]];
        }
      }
      return (double) sum / examples / differences.length;
    };
  }

  private static Superiority drawn(Draw draw, boolean overExamples) {
    var random = new Random(SEED);
    var means = new double[DRAWS];
    double above = 0;
    for (int i = 0; i < DRAWS; i++) {
      means[i] = draw.mean(random);
      above += means[i] > 0 ? 1 : means[i] == 0 ? 0.5 : 0;
    }
    Arrays.sort(means);
    return new Superiority(
        above / DRAWS, means[DRAWS / 40], means[DRAWS - 1 - DRAWS / 40], overExamples);
  }

  private static void requirePairs(int one, int other) {
    if (one != other || one == 0) {
      throw new IllegalArgumentException("the arms are of unequal size: " + one + ", " + other);
    }
  }
}
