package profundo.nn;

import static org.assertj.core.api.Assertions.assertThat;
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
