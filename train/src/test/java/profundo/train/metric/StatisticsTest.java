package profundo.train.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatisticsTest {
  @Test
  void theMeanWeighsItsBatches() {
    var mean = new Mean();
    assertThat(mean.value()).isNaN();
    mean.add(1);
    mean.add(4, 2);
    assertThat(mean.value()).isEqualTo(3);
    assertThat(mean.weight()).isEqualTo(3);
    mean.reset();
    assertThat(mean.value()).isNaN();
  }

  @Test
  void aMeanOfNothingAddsNothing() {
    var mean = new Mean();
    mean.add(3, 2);
    mean.add(Double.NaN, 0);
    assertThat(mean.value()).isEqualTo(3);
    var perplexity = new Perplexity();
    perplexity.add(Math.log(8), 5);
    perplexity.add(Double.NaN, 0);
    assertThat(perplexity.bits()).isEqualTo(3, within(1e-12));
  }

  @Test
  void theMeanLosesNoSmallTerms() {
    var mean = new Mean();
    mean.add(1e16);
    for (var i = 0; i < 1000; i++) {
      mean.add(1);
    }
    mean.add(-1e16);
    assertThat(mean.value() * mean.weight()).isCloseTo(1000, within(1e-6));
  }

  @Test
  void theMeanPassesNanAndInfinityOn() {
    var infinite = new Mean();
    infinite.add(Double.POSITIVE_INFINITY);
    infinite.add(1);
    assertThat(infinite.value()).isEqualTo(Double.POSITIVE_INFINITY);
    infinite.add(Double.NaN);
    assertThat(infinite.value()).isNaN();
    assertThatThrownBy(() -> infinite.add(1, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  /// The figures of `scipy.stats.t.ppf(0.975, df)`.
  @ParameterizedTest
  @CsvSource({
    "1, 12.706204736174694",
    "2, 4.302652729749462",
    "4, 2.7764451051977934",
    "9, 2.262157162798205",
    "29, 2.045229642132703",
    "30, 2.0422724563012378",
    "100, 1.9839715185235518",
    "1000, 1.9623390808264083"
  })
  void theQuantilesOfStudentsTAreThoseOfTheTables(int freedom, double quantile) {
    assertThat(StudentT.quantile(0.975, freedom))
        .isCloseTo(quantile, Percentage.withPercentage(1e-9));
  }

  /// Worked by hand: mean 2, s = 1, t(0.975, 2) = 4.302652729749462.
  @Test
  void theIntervalOfThreeValuesIsThatWorkedByHand() {
    var interval = Interval.of(1, 2, 3);
    assertThat(interval.mean()).isEqualTo(2);
    assertThat(interval.high() - 2).isCloseTo(4.302652729749462 / Math.sqrt(3), within(1e-9));
    assertThat(2 - interval.low()).isCloseTo(interval.high() - 2, within(1e-12));
    assertThat(interval.values()).containsExactly(1.0, 2.0, 3.0);
    assertThat(interval.isSingle()).isFalse();
  }

  @Test
  void aSingleValueHasNoSpread() {
    assertThat(Interval.of(0.98)).isEqualTo(Interval.of(0.98));
    assertThat(Interval.of(0.98).low()).isEqualTo(0.98);
    assertThat(Interval.of(0.98).isSingle()).isTrue();
    assertThatThrownBy(Interval::of).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void equalValuesHaveAnIntervalOfWidthZero() {
    var interval = Interval.of(0.5, 0.5, 0.5);
    assertThat(interval.high() - interval.low()).isZero();
  }
}
