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
        loss("gaussianKl", Loss::gaussianKl));
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
