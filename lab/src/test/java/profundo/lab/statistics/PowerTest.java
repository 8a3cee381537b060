package profundo.lab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import profundo.train.metric.StudentT;

class PowerTest {
  /// The example of R's `power.t.test(n = 20, delta = 1, sd = 1)`: power 0.8689528, of two groups,
  /// so with 38 degrees of freedom and a shift of √10.
  @Test
  void theNoncentralTailIsThatOfRsExample() {
    double t = StudentT.quantile(0.975, 38);
    assertThat(Power.noncentralAbove(t, 38, Math.sqrt(10))).isCloseTo(0.8689528, within(5e-8));
  }

  @Test
  void withoutAShiftTheTailIsStudents() {
    for (int freedom : new int[] {1, 2, 5, 40}) {
      assertThat(Power.noncentralAbove(1.3, freedom, 0))
          .isCloseTo(StudentT.above(1.3, freedom), within(1e-6));
    }
  }

  /// `Φ(1.959963985) = 0.975`, `Φ(−1) = 0.158655254`.
  @Test
  void theNormalDistributionHasItsKnownValues() {
    assertThat(Power.normalBelow(1.959963984540054)).isCloseTo(0.975, within(1e-14));
    assertThat(Power.normalBelow(-1)).isCloseTo(0.15865525393145705, within(1e-14));
    assertThat(Power.normalBelow(7)).isCloseTo(1, within(1e-11));
  }

  /// Of many pairs: (1.959964 + 0.841621) standard errors.
  @Test
  void manyPairsSeeTheNormalsSum() {
    assertThat(Power.smallestDifference(40_000, 200)).isCloseTo(2.8016, within(1e-3));
  }

  /// Cohen (1988): half a standard deviation takes 34 pairs, a whole one 10.
  @Test
  void pairsAndDifferencesAreEachOthersInverse() {
    assertThat(Power.pairsFor(0.5, 1)).isEqualTo(34);
    assertThat(Power.pairsFor(1, 1)).isEqualTo(10);
    for (int pairs : new int[] {6, 12, 50}) {
      assertThat(Power.pairsFor(Power.smallestDifference(pairs, 0.3), 0.3)).isEqualTo(pairs);
    }
    assertThat(Power.pairsFor(0, 1)).isEqualTo(100_000);
    assertThat(Power.pairsFor(-9, 1)).isEqualTo(6);
  }
}
