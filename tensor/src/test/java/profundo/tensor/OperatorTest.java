package profundo.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Operations called by libtorch's names: values beside the definition, gradients beside finite
/// differences, and refusals.
class OperatorTest {
  private Scope scope;

  @BeforeEach
  void open() {
    scope = Scope.open();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private static Tensor doubles(double... values) {
    return Tensor.of(values);
  }

  @Test
  void argumentsThatAreLeftOutTakeTheSchemasDefaults() {
    var x = Tensor.of(new float[] {1, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY});
    assertThat(Operator.of("aten::nan_to_num").call(x, 7.0, null, -2).toFloatArray())
        .containsExactly(1, 7, Float.MAX_VALUE, -2);
    assertThat(Operator.of("nan_to_num").call(x).toFloatArray())
        .containsExactly(1, 0, Float.MAX_VALUE, -Float.MAX_VALUE);
  }

  @Test
  void theOverloadIsTheFirstThatAcceptsTheArguments() {
    var x = doubles(1, 2);
    var add = Operator.of("aten::add");
    assertThat(add.call(x, doubles(10, 20), 2).toDoubleArray()).containsExactly(21, 42);
    assertThat(add.call(x, 0.5).toDoubleArray()).containsExactly(1.5, 2.5);
    assertThat(Operator.of("aten::add.Scalar").call(x, 3L, 2).toDoubleArray())
        .containsExactly(7, 8);
    assertThat(Operator.of("aten::pow").call(2.0, doubles(3, 4)).toDoubleArray())
        .containsExactly(8, 16);
  }

  @Test
  void severalResultsAreAList() {
    var both = Operator.of("aten::topk").tensors(doubles(3, 1, 2), 2);
    assertThat(both.get(0).toDoubleArray()).containsExactly(3, 2);
    assertThat(both.get(1).toLongArray()).containsExactly(0, 2);
    var parts = Operator.of("aten::split").tensors(doubles(1, 2, 3), 2);
    assertThat(parts.stream().map(p -> p.toDoubleArray().length)).containsExactly(2, 1);
  }

  @Test
  void aResultThatIsNoTensorIsAValue() {
    assertThat(Operator.of("aten::equal").values(doubles(1), doubles(1))).containsExactly(true);
    assertThat(Operator.of("aten::size.int").values(Tensor.ones(2, 5), 1)).containsExactly(5L);
  }

  @Test
  void everyKindOfArgumentIsConverted() {
    var empty =
        Operator.of("aten::empty.memory_format")
            .call(
                List.of(2, 3, 4, 5), DType.FLOAT64, "strided", Device.CPU, false, "channels_last");
    assertThat(empty.dtype()).isEqualTo(DType.FLOAT64);
    assertThat(empty.isContiguous()).isFalse();
    var x = Tensor.arange(6).reshape(2, 3);
    var picked =
        Operator.of("aten::index.Tensor").call(x, Arrays.asList(null, Tensor.of(new long[] {2})));
    assertThat(picked.toLongArray()).containsExactly(2, 5);
    assertThat(Operator.of("aten::cat").call(new Tensor[] {x, x}, 1).shape().toArray())
        .containsExactly(2, 6);
    assertThat(Operator.of("aten::einsum").call("ij->j", List.of(x)).toLongArray())
        .containsExactly(3, 5, 7);
    assertThat(
            Operator.of("aten::avg_pool2d").call(Tensor.ones(1, 1, 4, 4), 2, 2).shape().toArray())
        .containsExactly(1, 1, 2, 2);
    assertThat(
            Operator.of("aten::clamp.Tensor")
                .call(doubles(1, 5), null, doubles(2, 2))
                .toDoubleArray())
        .containsExactly(1, 2);
    assertThat(Operator.of("aten::full").call(new long[] {2}, true).dtype()).isEqualTo(DType.BOOL);
  }

  @Test
  void whatIsChangedInPlaceIsTheSameTensor() {
    var x = doubles(1, 2);
    var out = doubles(0, 0);
    assertThat(Operator.of("aten::mul_").call(x, 3)).isSameAs(x);
    assertThat(x.toDoubleArray()).containsExactly(3, 6);
    assertThat(Operator.of("aten::add.out").call(x, x, 1, out)).isSameAs(out);
    assertThat(out.toDoubleArray()).containsExactly(6, 12);
  }

  @Test
  void changingWhatTheBackwardPassNeedsIsNoticed() {
    var x = doubles(1, 2).requiresGrad(true);
    var y = x.exp();
    var sum = y.mul(y).sum();
    Operator.of("aten::mul_").call(y, 3);
    assertThatThrownBy(sum::backward)
        .isInstanceOf(TensorException.class)
        .hasMessageContaining("modified by an inplace operation");
  }

  static Stream<Arguments> differentiable() {
    return Stream.of(
        named("aten::logit", x -> Operator.of("aten::logit").call(x.sigmoid().mul(0.9), null)),
        named("aten::mul_", x -> Operator.of("aten::mul_").call(x.add(1), x)),
        named("aten::special_xlog1py", x -> Operator.of("aten::special_xlog1py").call(x, x.mul(x))),
        named("aten::topk", x -> Operator.of("aten::topk").tensors(x, 2).getFirst()),
        named("aten::celu", x -> Operator.of("aten::celu").call(x, 0.7)),
        named(
            "aten::cumulative_trapezoid",
            x -> Operator.of("aten::cumulative_trapezoid.x").call(x, x.mul(x), 0)));
  }

  private static Arguments named(String name, Function<Tensor, Tensor> f) {
    return Arguments.of(name, f);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("differentiable")
  void gradientsPassThroughAsFiniteDifferencesSay(String name, Function<Tensor, Tensor> f) {
    double[] at = {0.3, -0.8, 1.1};
    var x = doubles(at).requiresGrad(true);
    f.apply(x).mul(f.apply(x)).sum().backward();
    var gradient = x.grad().toDoubleArray();
    for (int i = 0; i < at.length; i++) {
      double h = 1e-5;
      double difference = (square(f, at, i, h) - square(f, at, i, -h)) / (2 * h);
      assertThat(gradient[i]).isCloseTo(difference, within(1e-7));
    }
  }

  private static double square(Function<Tensor, Tensor> f, double[] at, int i, double h) {
    var moved = at.clone();
    moved[i] += h;
    var y = f.apply(doubles(moved));
    return y.mul(y).sum().item();
  }

  static Stream<Arguments> refused() {
    var x = Tensor.ones(2);
    return Stream.of(
        refusal(() -> Operator.of("aten::nan_to_nun"), "no operation", "aten::nan_to_num"),
        refusal(() -> Operator.of(""), "no operation"),
        refusal(() -> Operator.of("aten::_fused_adam_"), "underscore"),
        refusal(() -> Operator.of("convolution_backward"), "backward halves"),
        refusal(
            () -> Operator.of("aten::add.Skalar"), "no overload", "aten::add.Scalar(Tensor self"),
        refusal(
            () -> Operator.of("aten::nan_to_num").call(x, "zero"),
            "no overload accepts (Tensor [2], \"zero\")"),
        refusal(
            () -> Operator.of("aten::topk").call(x, 1.5), "no overload accepts", "1.5 (Double)"),
        refusal(
            () -> Operator.of("aten::add.Tensor").call(x, 1.5),
            "argument 2, other, is 1.5 (Double) and should be Tensor",
            "aten::add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor"),
        refusal(() -> Operator.of("aten::add.Tensor").call(x), "argument 2, other, is missing"),
        refusal(
            () -> Operator.of("aten::add.Tensor").call(x, x, 1, 2),
            "4 arguments are given, and 3 are taken"),
        refusal(() -> Operator.of("aten::matmul").call(x, Tensor.ones(3)), "aten::matmul", "[3]"),
        refusal(() -> Operator.of("aten::sort.stable").call(x, null), "call(…)", "tensors(…)"),
        refusal(() -> Operator.of("aten::equal").tensors(x, x), "values(…)"),
        refusal(() -> Operator.of("aten::to_sparse").call(x), "sparse"),
        refusal(() -> Operator.of("aten::relu").call(new Object[1]), "no overload accepts (null)"));
  }

  private static Arguments refusal(Runnable mistake, String... parts) {
    return Arguments.of(mistake, parts);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aMistakeIsOneSentence(Runnable mistake, String[] parts) {
    assertThatThrownBy(mistake::run)
        .isInstanceOf(TensorException.class)
        .hasMessageContainingAll(parts)
        .extracting(Throwable::getMessage)
        .asString()
        .doesNotContain("\n", ".cpp");
  }

  @Test
  void aViewOfMemoryThatAnOperationMovesHasEnded() {
    var x = Tensor.ones(2);
    var view = x.segment();
    Operator.of("aten::resize_").call(x, new long[] {100_000});
    assertThatThrownBy(() -> view.get(java.lang.foreign.ValueLayout.JAVA_FLOAT, 0))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void resultsBelongToTheScope() {
    Tensor kept;
    try (var _ = Scope.open()) {
      kept = Operator.of("aten::relu").call(doubles(1));
    }
    assertThat(kept.isClosed()).isTrue();
  }
}
