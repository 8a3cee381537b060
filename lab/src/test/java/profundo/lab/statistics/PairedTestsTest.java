package profundo.lab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import profundo.train.metric.Interval;
import profundo.train.metric.StudentT;

class PairedTestsTest {
  /// Darwin's fifteen pairs of maize, crossed less self-fertilised, in eighths of an inch (Fisher
  /// 1935, *The Design of Experiments*, §17).
  private static final double[] DARWIN = {
    49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48
  };

  /// §21: of 32,768 sums 1,726 lie as far out, 5.267 %. §18: t = 2.148, just beyond 5 %.
  @Test
  void darwinsMaizeHasFishersProbabilities() {
    assertThat(SignFlip.of(DARWIN)).isEqualTo(new SignFlip(1726 / 32768.0, 32768, true));
    var mean = Interval.of(DARWIN);
    double t = mean.mean() / (Spread.of(DARWIN) / Math.sqrt(15));
    assertThat(t).isCloseTo(2.148, within(5e-4));
    assertThat(2 * StudentT.above(t, 14)).isCloseTo(0.0497, within(5e-5));
    assertThat(mean.low()).isBetween(0.0, 0.1);
  }

  @Test
  void fivePairsNeverReachFivePercentAndSixDo() {
    assertThat(SignFlip.of(1, 2, 3, 4, 5).p()).isEqualTo(0.0625);
    assertThat(SignFlip.of(-1, -2, -3, -4, -5, -6).p()).isEqualTo(0.03125);
    assertThat(SignFlip.fewestPairs(0.05, 1)).isEqualTo(6);
    assertThat(SignFlip.fewestPairs(0.05, 3)).isEqualTo(7);
  }

  @Test
  void everySignCountsAsManyTimesAsEnumerationSays() {
    var random = new Random(3);
    for (int n = 1; n <= 10; n++) {
      double[] differences = random.doubles(n, -1, 1).toArray();
      double measured = Math.abs(DoubleStream.of(differences).sum());
      int asFar = 0;
      for (int signs = 0; signs < 1 << n; signs++) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
          sum += (signs >> i & 1) == 0 ? differences[i] : -differences[i];
        }
        asFar += Math.abs(sum) >= measured - 1e-9 ? 1 : 0;
      }
      assertThat(SignFlip.of(differences).p()).isEqualTo(asFar / (double) (1 << n));
    }
  }

  /// Differences of equal size: the number of plus signs is binomial, `P(|2k − 25| ≥ 11)` for
  /// eighteen pluses among 25.
  @Test
  void beyondTwentyPairsSignsAreDrawnAndComeNearTheBinomialTail() {
    double[] differences = new double[25];
    for (int i = 0; i < 25; i++) {
      differences[i] = i < 18 ? 1 : -1;
    }
    double tail = 0;
    double choose = 1;
    for (int k = 0; k <= 7; k++) {
      tail += 2 * choose / (1 << 25);
      choose = choose * (25 - k) / (k + 1);
    }
    var drawn = SignFlip.of(differences);
    assertThat(drawn.exact()).isFalse();
    assertThat(drawn.p()).isCloseTo(tail, within(0.002));
    assertThat(SignFlip.of(differences)).isEqualTo(drawn);
  }

  @Test
  void equalArmsHaveAProbabilityOfOne() {
    assertThat(SignFlip.of(0, 0, 0).p()).isEqualTo(1);
    assertThat(SignFlip.of(0.1, -0.1).p()).isEqualTo(1);
    assertThatThrownBy(() -> SignFlip.of()).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SignFlip.of(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
  }

  /// k-th smallest of four times 4, 3, 2, 1: 0.005·4, 0.01·3, 0.03·2, and 0.04 raised to what the
  /// one before it has.
  @Test
  void holmMultipliesByWhatIsLeft() {
    assertThat(Holm.corrected(0.01, 0.04, 0.03, 0.005)).containsExactly(0.03, 0.06, 0.06, 0.02);
    assertThat(Holm.corrected(0.6, 0.7)).containsExactly(1, 1);
    assertThat(Holm.corrected(0.03)).containsExactly(0.03);
  }

  /// With two degrees of freedom the distribution is ½ + t / (2√(2 + t²)). Differences −1, 0, 1
  /// have the mean 0 and the standard error 1/√3.
  @Test
  void equalityIsTheLargerOfBothTails() {
    double t = 2 * Math.sqrt(3);
    var equal = Equivalence.within(2, -1, 0, 1);
    assertThat(equal.p()).isCloseTo(0.5 - t / (2 * Math.sqrt(2 + t * t)), within(1e-12));
    double nearer = Math.sqrt(3);
    assertThat(Equivalence.within(2, 0, 1, 2).p())
        .isCloseTo(0.5 - nearer / (2 * Math.sqrt(2 + nearer * nearer)), within(1e-12));
    assertThat(Equivalence.within(1, 2, 3, 4).p()).isGreaterThan(0.5);
    assertThat(Equivalence.within(0.1, 0.05, 0.05).p()).isZero();
  }

  /// Equality is what the 90 % interval within the margin says.
  @Test
  void equalityAtFivePercentIsTheNinetyPercentIntervalWithinTheMargin() {
    var random = new Random(5);
    for (int i = 0; i < 200; i++) {
      double[] differences = random.doubles(6, -1, 1).toArray();
      double half = StudentT.quantile(0.95, 5) * Spread.of(differences) / Math.sqrt(6);
      double mean = Interval.of(differences).mean();
      boolean inside = mean - half > -0.5 && mean + half < 0.5;
      assertThat(Equivalence.within(0.5, differences).p() < 0.05).isEqualTo(inside);
    }
  }

  @Test
  void onlyExamplesThatChangeSidesTellClassifiersApart() {
    var table = McNemar.of(new byte[] {1, 1, 0, 0, 1}, new byte[] {1, 0, 1, 0, 0});
    assertThat(table).isEqualTo(new McNemar(1, 2, 1, 1));
    assertThat(new McNemar(900, 1, 9, 90).p()).isCloseTo(2 * (1 + 10) / 1024.0, within(1e-12));
    assertThat(new McNemar(5, 4, 4, 5).p()).isEqualTo(1);
    assertThat(new McNemar(5, 0, 0, 5).p()).isEqualTo(1);
    assertThat(new McNemar(0, 20_000, 20_000, 0).p()).isEqualTo(1);
  }
}
