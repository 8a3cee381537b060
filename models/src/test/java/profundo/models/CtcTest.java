package profundo.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import profundo.tensor.DType;
import profundo.tensor.Grad;
import profundo.tensor.Reduction;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;

class CtcTest {
  private static final int CLASSES = 3;
  private static final int BLANK = 2;
  private static final CtcDecoder DECODER = new CtcDecoder(BLANK);

  private static Tensor logProbabilities(int frames, double sharpness) {
    return Tensor.randn(frames, CLASSES).to(DType.FLOAT64).mul(sharpness).logSoftmax(1);
  }

  /// The probability of each labelling: the sum over all paths, written out.
  private static Map<List<Integer>, Double> everyLabelling(Tensor logProbabilities) {
    int frames = (int) logProbabilities.size(0);
    var each = logProbabilities.toDoubleArray();
    var sums = new HashMap<List<Integer>, Double>();
    for (int path = 0; path < Math.pow(CLASSES, frames); path++) {
      double score = 0;
      var labels = new ArrayList<Integer>();
      int last = BLANK;
      for (int t = 0, rest = path; t < frames; t++, rest /= CLASSES) {
        int at = rest % CLASSES;
        score += each[t * CLASSES + at];
        if (at != last && at != BLANK) {
          labels.add(at);
        }
        last = at;
      }
      sums.merge(labels, Math.exp(score), Double::sum);
    }
    return sums;
  }

  @Test
  void theLossIsTheSumOverAllPaths() {
    Rng.seed(1);
    try (var _ = Scope.open()) {
      for (int frames = 1; frames <= 6; frames++) {
        var scores = logProbabilities(frames, 2);
        var sums = everyLabelling(scores);
        assertThat(sums.values().stream().mapToDouble(p -> p).sum()).isCloseTo(1, within(1e-9));
        for (var labelling : sums.keySet()) {
          long[] labels = labelling.stream().mapToLong(label -> label).toArray();
          double loss =
              scores
                  .unsqueeze(1)
                  .ctcLoss(
                      Tensor.of(labels).reshape(1, labels.length),
                      new long[] {frames},
                      new long[] {labels.length},
                      BLANK,
                      Reduction.SUM)
                  .item();
          assertThat(loss)
              .as("%d frames, labels %s", frames, labelling)
              .isCloseTo(-Math.log(Objects.requireNonNull(sums.get(labelling))), within(1e-9));
        }
      }
    }
  }

  @Test
  void aBeamOfAllPrefixesFindsTheMostProbableLabelling() {
    Rng.seed(2);
    int better = 0;
    try (var _ = Scope.open()) {
      for (int trial = 0; trial < 200; trial++) {
        var scores = logProbabilities(1 + trial % 5, 0.3 + trial % 3);
        var sums = everyLabelling(scores);
        var most = Map.Entry.<List<Integer>, Double>comparingByValue();
        var best = sums.entrySet().stream().max(most).orElseThrow().getKey();
        assertThat(DECODER.prefixSearch(scores, Integer.MAX_VALUE)).isEqualTo(best);
        better += DECODER.bestPath(scores).equals(best) ? 0 : 1;
      }
    }
    assertThat(better).as("labellings that the best path misses").isPositive();
  }

  /// Graves 2006: the best path is blank twice, though most paths say a.
  @Test
  void theBestPathIsNotAlwaysTheBestLabelling() {
    try (var _ = Scope.open()) {
      var twice = Tensor.of(new float[] {0.4f, 1e-9f, 0.6f, 0.4f, 1e-9f, 0.6f}, 2, 3).log();
      assertThat(DECODER.bestPath(twice)).isEmpty();
      assertThat(DECODER.prefixSearch(twice, 4)).containsExactly(0);
    }
  }

  @Test
  void aLabelIsRepeatedOnlyAcrossABlank() {
    try (var _ = Scope.open()) {
      long[] path = {0, 0, BLANK, 0, 1, 1, BLANK, BLANK, 1};
      var scores = Tensor.of(path).oneHot(CLASSES).to(DType.FLOAT32).mul(20).logSoftmax(1);
      assertThat(DECODER.bestPath(scores)).containsExactly(0, 0, 1, 1);
      assertThat(DECODER.prefixSearch(scores, 3)).containsExactly(0, 0, 1, 1);
    }
  }

  @Test
  void aWiderBeamNeverFindsALessProbableLabelling() {
    Rng.seed(3);
    try (var _ = Scope.open()) {
      for (int trial = 0; trial < 50; trial++) {
        var scores = logProbabilities(6, 1);
        var sums = everyLabelling(scores);
        double widest =
            Objects.requireNonNull(sums.get(DECODER.prefixSearch(scores, Integer.MAX_VALUE)));
        for (int beam = 1; beam < 8; beam++) {
          assertThat(Objects.requireNonNull(sums.get(DECODER.prefixSearch(scores, beam))))
              .isLessThanOrEqualTo(widest);
        }
      }
    }
  }

  @Test
  void whatHasNoBlankAmongItsClassesIsRefused() {
    try (var _ = Scope.open()) {
      var two = Tensor.zeros(4, 2);
      assertThatThrownBy(() -> DECODER.bestPath(two)).isInstanceOf(ShapeException.class);
      assertThatThrownBy(() -> DECODER.prefixSearch(two, 2))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("[4, 2]");
      assertThat(DECODER.prefixSearch(Tensor.zeros(0, 3), 2)).isEmpty();
    }
  }

  /// The paper's net for TIMIT has 114,662 weights: two layers of 100 memory blocks with peepholes
  /// and one bias for each gate, 26 inputs and 62 outputs.
  @Test
  void thePapersNetsHaveTheirSizes() {
    try (var small = new BidirectionalCtc(26, 61, 100, 1, 0);
        var large = new BidirectionalCtc(123, 61, 250, 3, 0)) {
      int peepholes = 2 * 3 * 100;
      int secondBiases = 2 * 4 * 100;
      assertThat(small.parameterCount()).isEqualTo(114_662 - peepholes + secondBiases);
      assertThat(large.parameterCount()).as("3.8 million").isBetween(3_750_000L, 3_849_999L);
    }
  }

  /// What stands behind the end of a shorter sequence is not heard.
  @Test
  void aSequenceIsReadInABatchAsItIsAlone() {
    Rng.seed(4);
    try (var _ = Scope.open();
        var _ = Grad.noGrad();
        var net = new BidirectionalCtc(5, 4, 8, 2, 0)) {
      net.eval();
      var frames = Tensor.randn(2, 9, 5);
      var both = net.forward(frames, new long[] {9, 6});
      var alone = net.forward(frames.narrow(0, 1, 1).narrow(1, 0, 6), new long[] {6});
      assertThat(both.narrow(0, 1, 1).narrow(1, 0, 6).allClose(alone, 1e-5, 1e-6)).isTrue();
    }
  }
}
