package profundo.train.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import profundo.tensor.DTypeException;
import profundo.tensor.IndexException;
import profundo.tensor.Scope;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;

class ClassifierMetricsTest {
  private static final Offset<Double> EXACT = within(1e-12);

  @Test
  void accuracyIsTheShareThatIsRight() {
    var accuracy = new Accuracy();
    assertThat(accuracy.value()).isNaN();
    accuracy.add(new long[] {1, 2, 3}, new long[] {1, 0, 3});
    accuracy.add(new long[] {5}, new long[] {4});
    assertThat(accuracy.value()).isEqualTo(0.5);
    assertThat(accuracy.error()).isEqualTo(0.5);
    assertThat(accuracy.count()).isEqualTo(4);
    assertThatThrownBy(() -> accuracy.add(new long[1], new long[2]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void topKCountsTargetsAmongTheKHighest() {
    float[] scores = {0.1f, 0.5f, 0.4f, 0.9f, 0.05f, 0.05f};
    assertThat(topK(1, scores, 2, 0)).isEqualTo(0.5);
    assertThat(topK(2, scores, 2, 0)).isEqualTo(1);
    assertThat(topK(2, scores, 0, 2)).isZero();
    assertThat(topK(3, scores, 0, 2)).isEqualTo(1);
  }

  @Test
  void ofEqualScoresTheLowerClassComesFirst() {
    float[] same = {1, 1, 1};
    assertThat(topK(1, same, 0)).isEqualTo(1);
    assertThat(topK(1, same, 1)).isZero();
    assertThat(topK(2, same, 1)).isEqualTo(1);
    assertThat(topK(2, same, 2)).isZero();
  }

  @Test
  void aScoreOfNanIsNeverAHit() {
    assertThat(topK(1, new float[] {Float.NaN, Float.NaN}, 0)).isZero();
    assertThat(topK(2, new float[] {Float.NaN, 1}, 1)).isEqualTo(1);
  }

  @Test
  void topKRefusesRaggedScoresAndUnknownClasses() {
    assertThatThrownBy(() -> topK(1, new float[] {1, 2, 3}, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> topK(1, new float[] {1, 2}, 2)).isInstanceOf(IndexException.class);
    assertThatThrownBy(() -> topK(1, new float[] {1, 2}, -1)).isInstanceOf(IndexException.class);
  }

  /// Worked by hand. Targets 0 0 1 1 2 2, predicted 0 1 1 1 0 2 (class 3 never occurs): precision
  /// 1/2, 2/3, 1; recall 1/2, 1, 1/2; F1 1/2, 4/5, 2/3.
  @Test
  void precisionRecallAndF1AreThoseWorkedByHand() {
    var confusion = new Confusion(4);
    confusion.add(new long[] {0, 1, 1, 1, 0, 2}, new long[] {0, 0, 1, 1, 2, 2});
    assertThat(confusion.counts())
        .isDeepEqualTo(new long[][] {{1, 1, 0, 0}, {0, 2, 0, 0}, {1, 0, 1, 0}, {0, 0, 0, 0}});
    assertThat(confusion.precision(1)).isCloseTo(2.0 / 3, EXACT);
    assertThat(confusion.recall(2)).isCloseTo(0.5, EXACT);
    assertThat(confusion.f1(3)).isZero();
    assertThat(confusion.macroPrecision()).isCloseTo((0.5 + 2.0 / 3 + 1) / 3, EXACT);
    assertThat(confusion.macroRecall()).isCloseTo(2.0 / 3, EXACT);
    assertThat(confusion.macroF1()).isCloseTo((0.5 + 0.8 + 2.0 / 3) / 3, EXACT);
    assertThat(confusion.microF1()).isCloseTo(4.0 / 6, EXACT);
  }

  /// scikit-learn's own examples: `matthews_corrcoef([1, 1, 1, -1], [1, -1, 1, 1])` is −0.33…, and
  /// `jaccard_score([0, 1, 2, 2], [0, 2, 1, 2], average=None)` is 1, 0 and 0.33….
  @Test
  void correlationAndIntersectionAreThoseOfScikitLearnsExamples() {
    var two = new Confusion(2);
    two.add(new long[] {1, 0, 1, 1}, new long[] {1, 1, 1, 0});
    assertThat(two.matthews()).isCloseTo(-1.0 / 3, EXACT);
    var three = new Confusion(4);
    three.add(new long[] {0, 2, 1, 2}, new long[] {0, 1, 2, 2});
    assertThat(three.iou(0)).isEqualTo(1);
    assertThat(three.iou(1)).isZero();
    assertThat(three.iou(2)).isCloseTo(1.0 / 3, EXACT);
    assertThat(three.meanIou()).isCloseTo(4.0 / 9, EXACT);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theCorrelationOfTwoClassesIsPearsons(int seed) {
    var random = new Random(seed);
    var predicted = random.longs(50, 0, 2).toArray();
    var target = random.longs(50, 0, 2).toArray();
    var confusion = new Confusion(2);
    confusion.add(predicted, target);
    var meanP = Arrays.stream(predicted).average().orElseThrow();
    var meanT = Arrays.stream(target).average().orElseThrow();
    var both = 0.0;
    var p = 0.0;
    var t = 0.0;
    for (var i = 0; i < 50; i++) {
      both += (predicted[i] - meanP) * (target[i] - meanT);
      p += (predicted[i] - meanP) * (predicted[i] - meanP);
      t += (target[i] - meanT) * (target[i] - meanT);
    }
    assertThat(confusion.matthews()).isCloseTo(both / Math.sqrt(p * t), EXACT);
  }

  @Test
  void thePerfectCorrelationIsOneAndThatOfOneClassIsZero() {
    var confusion = new Confusion(3);
    confusion.add(new long[] {0, 1, 2, 2}, new long[] {0, 1, 2, 2});
    assertThat(confusion.matthews()).isCloseTo(1, EXACT);
    var same = new Confusion(3);
    same.add(new long[] {1, 1}, new long[] {0, 2});
    assertThat(same.matthews()).isZero();
    assertThat(new Confusion(2).matthews()).isZero();
  }

  @Test
  void tensorsCountAsTheirNumbersDo() {
    try (var _ = Scope.open()) {
      var scores = Tensor.of(new float[] {0.1f, 0.5f, 0.4f, 0.9f, 0.05f, 0.05f}, 2, 3);
      var target = Tensor.of(new long[] {2, 0});
      var accuracy = new Accuracy();
      accuracy.add(scores, target);
      accuracy.add(scores.argmax(1), target);
      assertThat(accuracy.value()).isEqualTo(0.5);
      var top = new TopK(2);
      top.add(scores, target);
      assertThat(top.value()).isEqualTo(1);
      var pixels = new Confusion(3);
      pixels.add(scores.reshape(1, 3, 2, 1), Tensor.of(new long[] {0, 2}, 1, 2, 1));
      assertThat(pixels.counts()).hasDimensions(3, 3);
      assertThat(pixels.count(0, 1)).isEqualTo(1);
      assertThatThrownBy(() -> accuracy.add(scores, Tensor.of(new long[] {1})))
          .isInstanceOf(ShapeException.class)
          .hasMessageContainingAll("[2, 3]", "[1]");
      assertThatThrownBy(() -> accuracy.add(scores, Tensor.ones(2)))
          .isInstanceOf(DTypeException.class)
          .hasMessageContaining("integers");
    }
  }

  @Test
  void aConfusionMatrixRefusesUnknownClasses() {
    var confusion = new Confusion(2);
    assertThatThrownBy(() -> confusion.add(new long[] {2}, new long[] {0}))
        .isInstanceOf(IndexException.class)
        .hasMessageContaining("class 2");
    assertThatThrownBy(() -> confusion.add(new long[] {0}, new long[] {-1}))
        .isInstanceOf(IndexException.class);
    assertThat(confusion.macroF1()).isNaN();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void accuracyTopOneAndConfusionAgreeOnAnyScores(int seed) {
    var random = new Random(seed);
    var n = 200;
    var classes = 7;
    var scores = new float[n * classes];
    for (var i = 0; i < scores.length; i++) {
      scores[i] = random.nextInt(5);
    }
    var target = random.longs(n, 0, classes).toArray();
    var predicted =
        IntStream.range(0, n)
            .mapToLong(row ->
                IntStream.range(0, classes)
                    .boxed()
                    .max((a, b) -> {
                      var order =
                          Float.compare(scores[row * classes + a], scores[row * classes + b]);
                      return order != 0 ? order : b - a;
                    })
                    .orElseThrow())
            .toArray();
    var accuracy = new Accuracy();
    accuracy.add(predicted, target);
    var confusion = new Confusion(classes);
    confusion.add(predicted, target);
    assertThat(topK(1, scores, target)).isEqualTo(accuracy.value());
    assertThat(confusion.accuracy()).isEqualTo(accuracy.value());
    assertThat(topK(classes, scores, target)).isEqualTo(1);
  }

  private static double topK(int k, float[] scores, long... target) {
    var top = new TopK(k);
    top.add(scores, target);
    return top.value();
  }

  @Test
  void aPerfectDetectorHasTheWholeAreaAndNoEqualError() {
    var roc = Roc.of(new double[] {0.9, 0.8, 0.2, 0.1}, new boolean[] {true, true, false, false});
    assertThat(roc.auc()).isEqualTo(1);
    assertThat(roc.equalErrorRate()).isZero();
    assertThat(roc.points().getFirst()).isEqualTo(new Roc.Point(Double.POSITIVE_INFINITY, 0, 0));
    assertThat(roc.points().getLast()).isEqualTo(new Roc.Point(0.1, 1, 1));
  }

  /// scikit-learn's own example: `roc_auc_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])` is 0.75.
  @Test
  void theAreaIsThatOfScikitLearnsExample() {
    var roc = Roc.of(new double[] {0.1, 0.4, 0.35, 0.8}, new boolean[] {false, false, true, true});
    assertThat(roc.auc()).isEqualTo(0.75);
    assertThat(roc.equalErrorRate()).isEqualTo(0.5);
  }

  @Test
  void equalScoresAreOneStepAndWorthHalf() {
    var roc = Roc.of(new double[] {1, 1, 1}, new boolean[] {true, false, true});
    assertThat(roc.points()).hasSize(2);
    assertThat(roc.auc()).isEqualTo(0.5);
    assertThat(roc.equalErrorRate()).isEqualTo(0.5);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void theAreaIsTheShareOfPairsInTheRightOrder(int seed) {
    var random = new Random(seed);
    var scores = random.doubles(150).map(s -> Math.round(s * 20)).toArray();
    var positive = new boolean[scores.length];
    for (var i = 0; i < positive.length; i++) {
      positive[i] = i == 0 || (i > 1 && random.nextBoolean());
    }
    var right = 0.0;
    var pairs = 0;
    for (var p = 0; p < scores.length; p++) {
      for (var n = 0; n < scores.length; n++) {
        if (positive[p] && !positive[n]) {
          pairs++;
          right += scores[p] > scores[n] ? 1 : scores[p] == scores[n] ? 0.5 : 0;
        }
      }
    }
    var roc = Roc.of(scores, positive);
    assertThat(roc.auc()).isCloseTo(right / pairs, EXACT);
    var mirrored = Arrays.stream(scores).map(s -> -s).toArray();
    assertThat(Roc.of(mirrored, positive).auc()).isCloseTo(1 - right / pairs, EXACT);
    assertThat(roc.equalErrorRate() + Roc.of(mirrored, positive).equalErrorRate())
        .isCloseTo(1, within(1e-9));
  }

  @Test
  void aDetectorWithoutBothKindsOrWithNanIsRefused() {
    assertThatThrownBy(() -> Roc.of(new double[] {1, 2}, new boolean[] {true, true}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Roc.of(new double[] {1, Double.NaN}, new boolean[] {true, false}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("NaN");
  }
}
