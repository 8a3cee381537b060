package profundo.lab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import profundo.lab.statistics.Spending.Look;

class SpendingTest {
  private static final double LEVEL = 0.05;

  /// 0.05 · ln(1 + 1.71828 · 0.4) = 0.026157 after 8 of 20 pairs; six cannot come below 2/64.
  @Test
  void theFirstLookIsWhereThePairsCanReachWhatMayBeSpent() {
    var looks = Spending.of(20, LEVEL, 1).looks();
    assertThat(looks).extracting(Look::pairs).containsExactly(8, 10, 12, 14, 16, 18, 20);
    assertThat(looks.getFirst().level()).isCloseTo(0.026157, within(1e-6));
    assertThat(Spending.of(20, LEVEL, 5).looks().getFirst().pairs()).isEqualTo(10);
  }

  @Test
  void allLooksTogetherSpendTheLevel() {
    for (int most = 1; most <= 40; most++) {
      var looks = Spending.of(most, LEVEL, 1).looks();
      assertThat(looks.getLast().pairs()).isEqualTo(most);
      assertThat(looks.stream().mapToDouble(Look::level).sum()).isCloseTo(LEVEL, within(1e-12));
    }
  }

  /// Of 2000 studies of nothing, 5 % are 100, with a standard deviation of 10.
  @Test
  void whoLooksAtEverySecondPairIsNoOftenerMistaken() {
    var random = new Random(5);
    var looks = Spending.of(12, LEVEL, 1).looks();
    int mistakes = 0;
    for (int study = 0; study < 2000; study++) {
      double[] differences = random.doubles(12, -1, 1).toArray();
      boolean found = false;
      for (var look : looks) {
        found |= SignFlip.of(Arrays.copyOf(differences, look.pairs())).p() <= look.level();
      }
      mistakes += found ? 1 : 0;
    }
    assertThat(mistakes).isBetween(20, 130);
  }
}
