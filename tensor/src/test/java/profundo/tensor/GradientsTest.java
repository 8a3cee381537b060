package profundo.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The gradient of each differentiable operation beside the quotient of small differences, in
/// double precision.
class GradientsTest {
  private static final double H = 1e-6;

  static Stream<Arguments> operations() {
    return Stream.of(
        of("add", x -> x.add(x.mul(2.0))),
        of("sub", x -> x.sub(1.5).mul(x)),
        of("div", x -> x.div(x.square().add(1.0))),
        of("pow", x -> x.square().add(0.5).pow(1.7)),
        of("exp", Tensor::exp),
        of("log", x -> x.square().add(0.5).log()),
        of("sqrt", x -> x.square().add(0.5).sqrt()),
        of("sin", Tensor::sin),
        of("erf", Tensor::erf),
        of("erfinv", x -> x.tanh().mul(0.9).erfinv()),
        of("abs", x -> x.add(10.0).abs()),
        of("clamp", x -> x.clamp(-0.3, 0.4)),
        of("relu", Tensor::relu),
        of("leakyRelu", x -> x.leakyRelu(0.2)),
        of("sigmoid", Tensor::sigmoid),
        of("tanh", Tensor::tanh),
        of("softplus", Tensor::softplus),
        of("softmax", x -> x.softmax(1).mul(x)),
        of("logSoftmax", x -> x.logSoftmax(1).mul(x)),
        of("logsumexp", x -> x.logsumexp(false, 1)),
        of("sum", x -> x.sum(0).square()),
        of("mean", x -> x.mean(1).square()),
        of("var", x -> x.var(true, false, 1)),
        of("std", x -> x.std(true, false, 1)),
        of("norm", x -> x.norm(2, false, 1)),
        of("amax", x -> x.amax(1)),
        of("prod", x -> x.prod(1, false)),
        of("cumsum", x -> x.cumsum(1).square()),
        of("cumprod", x -> x.cumprod(1)),
        of("transpose", x -> x.t().matmul(x)),
        of("reshape", x -> x.reshape(2, 12).square()),
        of("permute", x -> x.reshape(2, 3, 4).permute(2, 0, 1).cumsum(0)),
        of("flip", x -> x.flip(1).mul(x)),
        of("roll", x -> x.roll(1, 1).mul(x)),
        of("narrow", x -> x.narrow(1, 1, 3).square()),
        of("slice", x -> x.slice(1, 0, 6, 2).square()),
        of("indexSelect", x -> x.indexSelect(1, Tensor.of(new long[] {3, 0, 3})).square()),
        of("gather", x -> x.gather(1, Tensor.of(new long[] {0, 2, 5, 1}, 4, 1)).square()),
        of("cat", x -> Tensor.cat(0, x, x.mul(x))),
        of("stack", x -> Tensor.stack(1, x, x.sin())),
        of("pad", x -> x.pad(0, 1, 2).square()),
        of("tril", x -> x.tril(0).square()),
        of("where", x -> Tensors.where(x.gt(0), x.square(), x.mul(3.0))),
        of("einsum", x -> Tensors.einsum("ij,kj->ik", x, x)),
        of("det", x -> gram(x).det()),
        of("inverse", x -> gram(x).inverse()),
        of("cholesky", x -> gram(x).cholesky()),
        of("conv2d", x -> picture(x).conv2d(kernel(), null, one(), none(), one(), 1).square()),
        of("maxPool2d", x -> picture(x).maxPool2d(2)),
        of("avgPool2d", x -> picture(x).avgPool2d(2).square()),
        of("crossEntropy", x -> x.crossEntropy(Tensor.of(new long[] {0, 5, 2, 2}))),
        of("mseLoss", x -> x.mseLoss(x.detach().onesLike(), Reduction.MEAN)),
        of("huberLoss", x -> x.huberLoss(x.detach().zerosLike(), 0.3, Reduction.SUM)),
        of(
            "binaryCrossEntropyWithLogits",
            x -> x.binaryCrossEntropyWithLogits(x.detach().gt(0).to(x.dtype()), Reduction.MEAN)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  void theGradientIsTheQuotientOfSmallDifferences(String name, UnaryOperator<Tensor> operation) {
    try (var _ = Scope.open()) {
      Rng.seed(11);
      var x = Tensors.randn(4, 6).to(DType.FLOAT64).requiresGrad(true);
      value(operation, x).backward();
      var gradient = x.grad().toDoubleArray();
      var point = x.detach().toDoubleArray();
      for (int i = 0; i < point.length; i += 5) {
        double slope = (moved(operation, point, i, H) - moved(operation, point, i, -H)) / (2 * H);
        assertThat(gradient[i])
            .as(name + " at " + i)
            .isCloseTo(slope, within(1e-5 * (1 + Math.abs(slope))));
      }
    }
  }

  private static double moved(UnaryOperator<Tensor> operation, double[] point, int at, double by) {
    var there = point.clone();
    there[at] += by;
    try (var _ = Scope.open()) {
      // With gradients wanted, so that the same kernels run.
      return value(operation, Tensor.of(there, 4, 6).requiresGrad(true)).item();
    }
  }

  /// One number that depends on each element of the result in another way.
  private static Tensor value(UnaryOperator<Tensor> operation, Tensor x) {
    var y = operation.apply(x).flatten(0);
    return y.mul(Tensors.arange(1.0, y.size(0) + 0.5, 1.0).to(y.dtype()).cos()).sum();
  }

  private static Arguments of(String name, UnaryOperator<Tensor> operation) {
    return arguments(name, operation);
  }

  private static Tensor gram(Tensor x) {
    return x.matmul(x.t()).add(Tensors.eye(4).to(x.dtype()));
  }

  private static Tensor picture(Tensor x) {
    return x.reshape(1, 1, 4, 6);
  }

  private static Tensor kernel() {
    return Tensor.of(new double[] {1, -2, 0.5, 3}, 1, 1, 2, 2);
  }

  private static long[] one() {
    return new long[] {1, 1};
  }

  private static long[] none() {
    return new long[] {0, 0};
  }
}
