package profundo.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Makers of tensors, random draws, and the ways between Java and native memory.
class MakersTest {
  private static final int MANY = 200_000;

  private Scope scope;

  @BeforeEach
  void open() {
    scope = Scope.open();
    Rng.seed(17);
  }

  @AfterEach
  void close() {
    scope.close();
  }

  static Stream<Arguments> makers() {
    return Stream.of(
        of("zeros", () -> Tensors.zeros(DType.INT32, 2), DType.INT32, 0, 0),
        of("ones", () -> Tensor.ones(2), DType.FLOAT32, 1, 1),
        of("full", () -> Tensors.full(2.5, DType.FLOAT64, Device.CPU, 2), DType.FLOAT64, 2.5, 2.5),
        of("scalar", () -> Tensor.scalar(7), DType.FLOAT32, 7),
        of("eye", () -> Tensors.eye(2), DType.FLOAT32, 1, 0, 0, 1),
        of("arange", () -> Tensor.arange(3), DType.INT64, 0, 1, 2),
        of("arange by steps", () -> Tensors.arange(7, 1, -3), DType.INT64, 7, 4),
        of("arange of fractions", () -> Tensors.arange(0.0, 1.1, 0.5), DType.FLOAT32, 0, 0.5, 1),
        of("linspace", () -> Tensors.linspace(-1, 1, 3), DType.FLOAT32, -1, 0, 1),
        of("hannWindow", () -> Tensors.hannWindow(4), DType.FLOAT32, 0, 0.5, 1, 0.5),
        of("zerosLike", () -> ints().zerosLike(), DType.INT32, 0, 0),
        of("onesLike", () -> ints().onesLike(), DType.INT32, 1, 1),
        of(
            "complex",
            () -> Tensors.complex(Tensor.ones(1), Tensor.zeros(1)).real(),
            DType.FLOAT32,
            1),
        of("meshgrid", () -> Tensors.meshgrid(ints(), ints())[1], DType.INT32, 3, 4, 3, 4),
        of("where", () -> Tensors.where(ints().gt(3), ints(), ints().neg()), DType.INT32, -3, 4),
        of("einsum", () -> Tensors.einsum("i,j->ji", ints(), ints()), DType.INT32, 9, 12, 12, 16),
        of("cat", () -> Tensor.cat(0, ints(), ints()), DType.INT32, 3, 4, 3, 4),
        of("stack", () -> Tensor.stack(1, ints(), ints()), DType.INT32, 3, 3, 4, 4),
        of("rows", () -> Tensor.of(new float[][] {{1, 2}, {3, 4}}), DType.FLOAT32, 1, 2, 3, 4),
        of("bytes", () -> Tensor.of(new byte[] {-1, 1}), DType.UINT8, 255, 1),
        of("truth", () -> Tensor.of(new boolean[] {true, false}), DType.BOOL, 1, 0));
  }

  private static Arguments of(String name, Supplier<Tensor> maker, DType dtype, double... values) {
    return arguments(name, maker, dtype, values);
  }

  private static Tensor ints() {
    return Tensor.of(new int[] {3, 4});
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("makers")
  void makesTheseNumbers(String name, Supplier<Tensor> maker, DType dtype, double[] values) {
    var made = maker.get();
    assertThat(made.dtype()).isEqualTo(dtype);
    assertThat(made.toDoubleArray()).containsExactly(values, within(1e-6));
  }

  static Stream<Arguments> draws() {
    return Stream.of(
        drawn("randn", () -> Tensor.randn(MANY), 0, 1),
        drawn("rand", () -> Tensor.rand(MANY), 0.5, Math.sqrt(1 / 12.0)),
        drawn("randint", () -> Tensors.randint(-1, 2, MANY), 0, Math.sqrt(2 / 3.0)),
        drawn("randnLike", () -> Tensor.zeros(MANY).randnLike(), 0, 1),
        drawn("randLike", () -> Tensor.zeros(MANY).randLike(), 0.5, Math.sqrt(1 / 12.0)),
        drawn("normal_", () -> Tensor.zeros(MANY).normal_(3, 0.5), 3, 0.5),
        drawn("uniform_", () -> Tensor.zeros(MANY).uniform_(-1, 3), 1, 4 * Math.sqrt(1 / 12.0)),
        drawn("bernoulli", () -> Tensor.full(0.2, MANY).bernoulli(), 0.2, 0.4),
        drawn("bernoulli_", () -> Tensor.zeros(MANY).bernoulli_(0.2), 0.2, 0.4),
        drawn("multinomial", () -> weights().multinomial(MANY, true), 0.75, Math.sqrt(3 / 16.0)),
        drawn("dropout", () -> Tensor.ones(MANY).dropout(0.2, true), 1, 0.5));
  }

  private static Tensor weights() {
    return Tensor.of(new float[] {1, 3});
  }

  private static Arguments drawn(String name, Supplier<Tensor> draw, double mean, double std) {
    return arguments(name, draw, mean, std);
  }

  /// Means lie within five of their standard errors.
  @ParameterizedTest(name = "{0}")
  @MethodSource("draws")
  void drawsHaveTheMomentsOfTheirDistributionAndComeAgain(
      String name, Supplier<Tensor> draw, double mean, double std) {
    var state = Rng.state();
    var drawn = draw.get().to(DType.FLOAT64);
    assertThat(drawn.mean().item()).isCloseTo(mean, within(5 * std / Math.sqrt(MANY)));
    assertThat(drawn.std(true).item()).isCloseTo(std, within(0.02 * std));
    Rng.restore(state);
    assertThat(draw.get().to(DType.FLOAT64).equal(drawn)).isTrue();
  }

  @Test
  void permutationsAndDrawsWithoutReplacementHaveEachOnce() {
    assertThat(Tensors.randperm(50).sort(0, false).values().equal(Tensor.arange(50))).isTrue();
    var drawn = Tensor.ones(50).multinomial(50, false);
    assertThat(drawn.sort(0, false).values().equal(Tensor.arange(50))).isTrue();
    assertThat(Tensors.randperm(50).equal(Tensor.arange(50))).isFalse();
  }

  @Test
  void featureDropoutDropsWholeChannels() {
    var dropped = Tensor.ones(1000, 2, 3).featureDropout(0.5, true);
    assertThat(dropped.amin(2).equal(dropped.amax(2))).isTrue();
    assertThat(dropped.eq(2).to(DType.FLOAT64).mean().item()).isCloseTo(0.5, within(0.06));
  }

  @Test
  void numbersComeToJavaAsEachType() {
    var x = Tensor.of(new double[] {1.9, -2.9, 3});
    assertThat(x.toLongArray()).containsExactly(1, -2, 3);
    assertThat(x.toIntArray()).containsExactly(1, -2, 3);
    assertThat(x.toFloatArray()).containsExactly(1.9f, -2.9f, 3);
    assertThat(x.abs().toByteArray()).containsExactly(1, 2, 3);
    assertThat(x.get(2).itemLong()).isEqualTo(3);
    assertThat(x.t().cpu().device()).isEqualTo(Device.CPU);
    assertThat(Tensor.of(new float[0]).toFloatArray()).isEmpty();
    assertThatThrownBy(() -> Tensor.of(new float[][] {{1}, {1, 2}})).hasMessageContaining("row 1");
    assertThatThrownBy(() -> Tensor.of(new float[3], 2)).hasMessageContaining("3");
  }

  @Test
  void copiesViewsAndReplacementsShareWhatTheySay() {
    var x = Tensor.zeros(2, 3, 4, 5);
    x.copy().fill_(1);
    assertThat(x.sum().item()).isZero();
    x.detach().get(0).fill_(1);
    assertThat(x.sum().item()).isEqualTo(60);
    assertThat(x.channelsLast().equal(x)).isTrue();
    assertThat(x.channelsLast().isContiguous()).isFalse();
    assertThat(x.setData(Tensor.arange(2)).toLongArray()).containsExactly(0, 1);
    assertThat(x.dtype()).isEqualTo(DType.INT64);
    var made = Tensor.ones(1).requiresGrad(true).exp().retainGrad();
    made.square().sum().backward();
    assertThat(made.isLeaf()).isFalse();
    assertThat(made.grad().item()).isCloseTo(2 * Math.E, within(1e-5));
    assertThatThrownBy(() -> Tensor.ones(1).grad()).hasMessageContaining("no gradient yet");
  }

  @Test
  void equalityAndClosenessAreOfEveryElement() {
    var x = Tensor.of(new double[] {1, 100});
    assertThat(x.equal(x.copy())).isTrue();
    assertThat(x.equal(x.add(1e-12))).isFalse();
    assertThat(x.allClose(x.mul(1.01), 0.011, 0)).isTrue();
    assertThat(x.allClose(x.mul(1.01), 0.009, 0)).isFalse();
    assertThat(x.allClose(x.add(0.5), 0, 0.51)).isTrue();
    var nan = Tensor.scalar(Double.NaN);
    assertThat(nan.allClose(nan, 1, 1)).isFalse();
  }
}
