package profundo.lab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SuperiorityTest {
  @Test
  void anArmThatIsAlwaysBetterAlwaysBeatsTheOther() {
    var better = Superiority.ofFigures(new double[] {2, 3, 4}, new double[] {1, 1, 1});
    assertThat(better.probability()).isEqualTo(1);
    assertThat(better.low()).isEqualTo(1);
    assertThat(better.high()).isEqualTo(3);
    assertThat(better.overExamples()).isFalse();
    assertThat(Superiority.ofFigures(new double[] {1, 1}, new double[] {1, 1}).probability())
        .isEqualTo(0.5);
  }

  /// Two pairs with differences 1 and −2: of the four draws (1, 1), (1, −2), (−2, 1), (−2, −2) only
  /// the first has a mean above 0.
  @Test
  void seedsAreDrawnAsOftenAsEnumerationSays() {
    var quarter = Superiority.ofFigures(new double[] {1, 0}, new double[] {0, 2});
    assertThat(quarter.probability()).isCloseTo(0.25, within(0.03));
  }

  /// One pair, three examples, of which the first arm has one right that the other has not and the
  /// other way round: with u and v the times they are drawn, `P(u > v)` is, by enumeration of the
  /// 27 draws, 10/27, and ties 7/27.
  @Test
  void examplesAreDrawnAsOftenAsEnumerationSays() {
    int above = 0;
    int ties = 0;
    for (int draw = 0; draw < 27; draw++) {
      int sum = value(draw % 3) + value(draw / 3 % 3) + value(draw / 9);
      above += sum > 0 ? 1 : 0;
      ties += sum == 0 ? 1 : 0;
    }
    assertThat(above).isEqualTo(10);
    var drawn = Superiority.ofExamples(new byte[][] {{1, 0, 1}}, new byte[][] {{0, 1, 1}});
    assertThat(drawn.probability()).isCloseTo((above + ties / 2.0) / 27, within(0.03));
    assertThat(drawn.overExamples()).isTrue();
  }

  private static int value(int example) {
    return example == 0 ? 1 : example == 1 ? -1 : 0;
  }

  @Test
  void armsOfUnequalSizeAreRefused() {
    assertThatThrownBy(() -> Superiority.ofFigures(new double[2], new double[1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Superiority.ofExamples(new byte[1][2], new byte[1][3]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
