package profundo.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import profundo.tensor.DType;
import profundo.tensor.Reduction;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.TensorException;

class LossTest {
  static Stream<Arguments> losses() {
    var labels = new long[] {0, 2, 1, 2};
    return Stream.of(
        loss("crossEntropy", (x, _) -> x.crossEntropy(Tensor.of(labels))),
        loss("labelSmoothing", (x, _) -> Loss.labelSmoothing(x, Tensor.of(labels), 0.1)),
        loss("nll", (x, _) -> x.logSoftmax(1).nllLoss(Tensor.of(labels), Reduction.SUM)),
        loss("mse", (x, y) -> x.mseLoss(y, Reduction.MEAN)),
        loss("l1", (x, y) -> x.l1Loss(y, Reduction.MEAN)),
        loss("huber", (x, y) -> x.huberLoss(y, 0.7, Reduction.NONE)),
        loss("bce", (x, y) -> x.sigmoid().binaryCrossEntropy(y.sigmoid(), Reduction.MEAN)),
        loss("bceLogits", (x, y) -> x.binaryCrossEntropyWithLogits(y.sigmoid(), Reduction.SUM)),
        loss("klDiv", (x, y) -> x.logSoftmax(1).klDiv(y.softmax(1), Reduction.SUM)),
        loss("hinge", (x, y) -> Loss.hinge(x, y.sign())),
        loss("squaredHinge", (x, y) -> Loss.squaredHinge(x, y.sign())),
        loss("gaussianKl", Loss::gaussianKl),
        loss("focal", (x, y) -> Loss.focal(x, y.sigmoid(), 0.3, 1.7, Reduction.NONE)),
        loss("dice", (x, y) -> Loss.dice(x.sigmoid(), y.sigmoid(), 0.5, Reduction.SUM)),
        loss(
            "ctc",
            (x, _) ->
                x.unsqueeze(1)
                    .logSoftmax(2)
                    .ctcLoss(
                        Tensor.of(new long[] {1, 2}, 1, 2),
                        new long[] {4},
                        new long[] {2},
                        0,
                        Reduction.SUM)));
  }

  private static Arguments loss(String name, BiFunction<Tensor, Tensor, Tensor> loss) {
    return Arguments.of(name, loss);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("losses")
  void gradientsAreThoseOfFiniteDifferences(String name, BiFunction<Tensor, Tensor, Tensor> loss) {
    Rng.seed(5);
    try (var _ = Scope.open()) {
      var x = Tensor.randn(4, 3).to(DType.FLOAT64);
      var y = Tensor.randn(4, 3).to(DType.FLOAT64);
      GradCheck.check(() -> loss.apply(x, y), List.of(x));
    }
  }

  static Stream<Arguments> comparisons() {
    return Stream.of(
        loss("mseLoss", (x, y) -> x.mseLoss(y, Reduction.MEAN)),
        loss("l1Loss", (x, y) -> x.l1Loss(y, Reduction.MEAN)),
        loss("huberLoss", (x, y) -> x.huberLoss(y, 1, Reduction.MEAN)),
        loss("binaryCrossEntropy", (x, y) -> x.binaryCrossEntropy(y, Reduction.MEAN)),
        loss(
            "binaryCrossEntropyWithLogits",
            (x, y) -> x.binaryCrossEntropyWithLogits(y, Reduction.MEAN)),
        loss("klDiv", (x, y) -> x.klDiv(y, Reduction.MEAN)),
        loss("hinge", Loss::hinge),
        loss("squaredHinge", Loss::squaredHinge),
        loss("gaussianKl", Loss::gaussianKl),
        loss("focal", Loss::focal),
        loss("dice", Loss::dice),
        loss("smoothL1Loss", Tensor::smoothL1Loss),
        loss("poissonNllLoss", Tensor::poissonNllLoss),
        loss("gaussianNllLoss", (x, y) -> x.gaussianNllLoss(y, y)),
        loss("marginRankingLoss", (x, y) -> x.marginRankingLoss(y, y)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("comparisons")
  void aLossDoesNotBroadcast(String name, BiFunction<Tensor, Tensor, Tensor> loss) {
    try (var _ = Scope.open()) {
      var column = Tensor.rand(4, 1);
      var row = Tensor.rand(4);
      assertThatThrownBy(() -> loss.apply(column, row))
          .isInstanceOf(TensorException.class)
          .hasMessage(
              name
                  + ": the prediction is [4, 1] and the target [4], and a loss compares equal shapes"
                  + " only: use prediction.squeeze(1) or target.unsqueeze(1).");
      assertThatThrownBy(() -> loss.apply(row, column))
          .hasMessageContaining("target.squeeze(1) or prediction.unsqueeze(1)");
      assertThatThrownBy(() -> loss.apply(Tensor.rand(4, 3), Tensor.rand(1, 3)))
          .hasMessageContaining("[4, 3]", "[1, 3]", "expand");
      assertThatThrownBy(() -> loss.apply(row, Tensor.scalar(1)))
          .isInstanceOf(TensorException.class);
      var integers = Tensor.of(new byte[] {1, 2});
      assertThatThrownBy(() -> loss.apply(integers, integers)).hasMessageContaining("UINT8");
      assertThat(loss.apply(row, Tensor.rand(4)).dim()).isZero();
    }
  }

  @Test
  void theDivergenceOfAMeanIsThatOfTheElements() {
    try (var _ = Scope.open()) {
      var q = Tensor.of(new double[] {0.25, 0.75, 0.5, 0.5}, 2, 2);
      var p = Tensor.of(new double[] {0.5, 0.5, 0, 1}, 2, 2);
      double sum = 0.5 * Math.log(2) + 0.5 * Math.log(0.5 / 0.75) + Math.log(2);
      assertThat(q.log().klDiv(p, Reduction.SUM).item()).isCloseTo(sum, offset(1e-12));
      assertThat(q.log().klDiv(p, Reduction.MEAN).item()).isCloseTo(sum / 4, offset(1e-12));
      assertThat(q.log().klDiv(p, Reduction.NONE).get(1).toDoubleArray()[0]).isZero();
    }
  }

  @Test
  void aFocalLossIsTheCrossEntropyOfWhatIsHardToTellApart() {
    try (var _ = Scope.open()) {
      var logits = Tensor.of(new double[] {Math.log(9), Math.log(9)});
      var targets = Tensor.of(new double[] {1, 0});
      var each = Loss.focal(logits, targets, 0.25, 2, Reduction.NONE).toDoubleArray();
      assertThat(each[0]).isCloseTo(-0.25 * 0.01 * Math.log(0.9), offset(1e-12));
      assertThat(each[1]).isCloseTo(-0.75 * 0.81 * Math.log(0.1), offset(1e-12));
      assertThat(Loss.focal(logits, targets).item())
          .isCloseTo((each[0] + each[1]) / 2, offset(1e-12));
      var plain = Loss.focal(logits, targets, 0.5, 0, Reduction.SUM).item();
      assertThat(2 * plain)
          .isCloseTo(
              logits.binaryCrossEntropyWithLogits(targets, Reduction.SUM).item(), offset(1e-12));
      assertThatThrownBy(() -> Loss.focal(logits, targets, 0.25, -1, Reduction.SUM))
          .hasMessage("focal: α is 0 to 1 and γ 0 or more, not 0.25 and -1.0.");
    }
  }

  @Test
  void aDiceLossIsZeroForEqualMasksAndOneForMasksApart() {
    try (var _ = Scope.open()) {
      var mask = Tensor.of(new double[] {1, 0, 0, 1, 0, 0, 0, 0}, 2, 2, 2);
      var other = Tensor.of(new double[] {0, 1, 1, 0, 1, 1, 0, 0}, 2, 2, 2);
      assertThat(Loss.dice(mask, mask).item()).isZero();
      var each = Loss.dice(mask, other, 0, Reduction.NONE).toDoubleArray();
      assertThat(each).containsExactly(1, 1);
      var half =
          Loss.dice(mask.get(0).mul(0.5).unsqueeze(0), mask.get(0).unsqueeze(0), 1, Reduction.SUM);
      assertThat(half.item()).isCloseTo(1 - (2 * 1 + 1) / (0.5 + 2 + 1), offset(1e-12));
      assertThatThrownBy(() -> Loss.dice(Tensor.scalar(1), Tensor.scalar(1)))
          .hasMessageContaining("[N, …]");
    }
  }

  @Test
  void aVarianceBelowTheLeastCountsAsTheLeastAndOneBelowZeroIsRefused() {
    try (var _ = Scope.open()) {
      var x = Tensor.of(new double[] {1});
      var loss =
          x.gaussianNllLoss(
              Tensor.of(new double[] {3}), Tensor.of(new double[] {0}), false, 0.5, Reduction.SUM);
      assertThat(loss.item()).isCloseTo((Math.log(0.5) + 4 / 0.5) / 2, offset(1e-12));
      assertThatThrownBy(() -> x.gaussianNllLoss(x, x.neg()))
          .hasMessageContaining("a variance is below 0", "softplus()");
      assertThatThrownBy(() -> x.gaussianNllLoss(x, Tensor.ones(2)))
          .hasMessageContaining("the variance is [2]");
    }
  }

  @Test
  void valuesAreThoseOfTheFormulas() {
    try (var _ = Scope.open()) {
      var scores = Tensor.of(new float[] {0.5f, -2, 3});
      var targets = Tensor.of(new float[] {1, -1, -1});
      assertThat(Loss.hinge(scores, targets).item()).isCloseTo((0.5 + 0 + 4) / 3, offset(1e-6));
      assertThat(Loss.squaredHinge(scores, targets).item())
          .isCloseTo((0.25 + 0 + 16) / 3, offset(1e-6));
      var mean = Tensor.of(new float[] {1, 0});
      var logVariance = Tensor.of(new float[] {0, (float) Math.log(4)});
      assertThat(Loss.gaussianKl(mean, logVariance).item())
          .isCloseTo(0.5 + 0.5 * (4 - 1 - Math.log(4)), offset(1e-6));
    }
  }
}
