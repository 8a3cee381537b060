package profundo.train.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import profundo.tensor.IndexException;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

class DetectorMetricsTest {
  private static final Offset<Double> EXACT = within(1e-12);

  /// scikit-learn's own example: `average_precision_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])` is
  /// 0.83….
  @Test
  void theAveragePrecisionIsThatOfScikitLearnsExample() {
    var scores = new double[] {0.1, 0.4, 0.35, 0.8};
    var positive = new boolean[] {false, false, true, true};
    assertThat(AveragePrecision.of(scores, positive)).isCloseTo(5.0 / 6, EXACT);
    try (var _ = Scope.open()) {
      assertThat(AveragePrecision.of(Tensor.of(scores), Tensor.of(positive)))
          .isCloseTo(5.0 / 6, EXACT);
      var column = Tensor.of(scores, 4, 1);
      assertThat(Roc.of(column, Tensor.of(new long[] {0, 0, 1, 1})).auc()).isEqualTo(0.75);
    }
  }

  @Test
  void equalScoresGiveTheShareOfPositives() {
    var positive = new boolean[] {true, false, false, true, false};
    assertThat(AveragePrecision.of(new double[5], positive)).isCloseTo(0.4, EXACT);
  }

  /// Without ties it is the mean, over the positives, of the precision down to each.
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theAveragePrecisionIsTheMeanOfThePositivesPrecisions(int seed) {
    var random = new Random(seed);
    var scores = random.doubles(60).toArray();
    var positive = new boolean[60];
    for (var i = 0; i < 60; i++) {
      positive[i] = i == 0 || (i > 1 && random.nextBoolean());
    }
    var sum = 0.0;
    var positives = 0;
    for (var i = 0; i < 60; i++) {
      if (positive[i]) {
        var above = 0;
        var found = 0;
        for (var j = 0; j < 60; j++) {
          above += scores[j] >= scores[i] ? 1 : 0;
          found += scores[j] >= scores[i] && positive[j] ? 1 : 0;
        }
        sum += (double) found / above;
        positives++;
      }
    }
    assertThat(AveragePrecision.of(scores, positive)).isCloseTo(sum / positives, EXACT);
  }

  /// The toy data of scikit-learn's own test of `multi_class="ovr"`, worked by hand: the areas are
  /// 1, 1 and 7/8, since of the third class's four pairs one is a tie.
  @Test
  void theAreaOfManyClassesIsTheMeanOfEachAgainstTheRest() {
    double[][] scores = {{1, 0, 0}, {0.1, 0.5, 0.4}, {0.1, 0.1, 0.8}, {0.3, 0.3, 0.4}};
    var target = new long[] {0, 1, 2, 2};
    assertThat(OneVsRest.auc(scores, target)).isCloseTo((1 + 1 + 0.875) / 3, EXACT);
    try (var _ = Scope.open()) {
      var rows =
          Tensor.of(new double[] {1, 0, 0, 0.1, 0.5, 0.4, 0.1, 0.1, 0.8, 0.3, 0.3, 0.4}, 4, 3);
      assertThat(OneVsRest.auc(rows, Tensor.of(target))).isCloseTo(2.875 / 3, EXACT);
    }
  }

  @Test
  void ofTwoClassesItIsTheAreaOfTheOne() {
    var scores = new double[] {0.1, 0.4, 0.35, 0.8};
    var rows = new double[4][];
    for (var i = 0; i < 4; i++) {
      rows[i] = new double[] {1 - scores[i], scores[i]};
    }
    assertThat(OneVsRest.auc(rows, new long[] {0, 0, 1, 1})).isCloseTo(0.75, EXACT);
  }

  @Test
  void aClassThatDoesNotOccurHasNoArea() {
    assertThatThrownBy(() -> OneVsRest.auc(new double[][] {{1, 2}, {2, 1}}, new long[] {0, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("class 0");
    assertThatThrownBy(() -> OneVsRest.auc(new double[][] {{1, 2}, {1}}, new long[] {0, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 1");
    assertThatThrownBy(() -> OneVsRest.auc(new double[][] {{1, 2}, {1, 2}}, new long[] {0, 2}))
        .isInstanceOf(IndexException.class)
        .hasMessageContaining("target 2");
  }

  /// Worked by hand with two bins: below, 1 of 2 right at 0.35 on average; above, 2 of 2 at 0.8.
  /// The gaps 0.15 and 0.2 weigh alike.
  @Test
  void theCalibrationErrorIsTheMeanGap() {
    var error = new CalibrationError(2);
    assertThat(error.value()).isNaN();
    error.add(new double[] {0.2, 0.5}, new boolean[] {true, false});
    error.add(new double[] {0.6, 1.0}, new boolean[] {true, true});
    assertThat(error.value()).isCloseTo(0.175, EXACT);
    assertThat(error.bins().getFirst()).isEqualTo(new CalibrationError.Bin(0, 0.5, 2, 0.5, 0.35));
    assertThatThrownBy(() -> error.add(new double[] {1.5}, new boolean[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("softmax");
  }

  @Test
  void oneBinTellsAccuracyFromMeanConfidence() {
    try (var _ = Scope.open()) {
      var probabilities = Tensor.of(new double[] {0.9, 0.1, 0.3, 0.7, 0.6, 0.4}, 3, 2);
      var error = new CalibrationError(1);
      error.add(probabilities, Tensor.of(new long[] {0, 1, 1}));
      assertThat(error.value()).isCloseTo(Math.abs(2.0 / 3 - (0.9 + 0.7 + 0.6) / 3), EXACT);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whoIsAsOftenRightAsSaidIsCalibrated(int seed) {
    var random = new Random(seed);
    var error = new CalibrationError(10);
    for (var i = 0; i < 100_000; i++) {
      var confidence = random.nextDouble();
      error.add(new double[] {confidence}, new boolean[] {random.nextDouble() < confidence});
    }
    assertThat(error.value()).isLessThan(0.01);
  }
}
