package profundo.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Integers keep their digits beyond 2²⁴ and 2⁵³, where single and double precision lose them.
class ExactIntegersTest {
  private static final long[] NUMBERS = {
    Long.MIN_VALUE,
    -(1L << 53) - 1,
    -16_777_217,
    -1,
    0,
    1,
    200,
    16_777_216,
    16_777_217,
    (1L << 53) + 1,
    Long.MAX_VALUE
  };

  private Scope scope;

  @BeforeEach
  void open() {
    scope = Scope.open();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        16_777_216,
        16_777_216.5,
        -16_777_217,
        0.5,
        -0.5,
        0,
        0x1p53,
        0x1.0000000000001p53,
        0x1p63,
        -0x1p63,
        1e300,
        -1e300
      })
  void comparisonsWithNumbersAreThoseOfTheNumbers(double value) {
    var x = Tensor.of(NUMBERS);
    for (int i = 0; i < NUMBERS.length; i++) {
      int order = BigDecimal.valueOf(NUMBERS[i]).compareTo(new BigDecimal(value));
      assertThat(x.get(i).lt(value).itemLong() != 0).isEqualTo(order < 0);
      assertThat(x.get(i).le(value).itemLong() != 0).isEqualTo(order <= 0);
      assertThat(x.get(i).gt(value).itemLong() != 0).isEqualTo(order > 0);
      assertThat(x.get(i).ge(value).itemLong() != 0).isEqualTo(order >= 0);
      assertThat(x.get(i).eq(value).itemLong() != 0).isEqualTo(order == 0);
      assertThat(x.get(i).ne(value).itemLong() != 0).isEqualTo(order != 0);
    }
  }

  @Test
  void comparisonsWithIntegersAreThoseOfTheIntegers() {
    var x = Tensor.of(NUMBERS);
    for (int i = 0; i < NUMBERS.length; i++) {
      for (long value : NUMBERS) {
        assertThat(x.get(i).lt(value).itemLong() != 0).isEqualTo(NUMBERS[i] < value);
        assertThat(x.get(i).eq(value).itemLong() != 0).isEqualTo(NUMBERS[i] == value);
      }
    }
  }

  @Test
  void bytesAreComparedWithWhatIsNoByte() {
    var x = Tensor.of(new byte[] {0, 1, (byte) 200});
    for (double value : new double[] {-1, -0.5, 0, 199.5, 200, 256, 300, 1e9}) {
      assertThat(x.gt(value).toLongArray())
          .containsExactly(0 > value ? 1 : 0, 1 > value ? 1 : 0, 200 > value ? 1 : 0);
      assertThat(x.gt((long) value).toLongArray())
          .containsExactly(
              0 > (long) value ? 1 : 0, 1 > (long) value ? 1 : 0, 200 > (long) value ? 1 : 0);
    }
  }

  @Test
  void numbersThatAreNoneAndInfinitiesAreComparedAsSuch() {
    var x = Tensor.of(NUMBERS);
    assertThat(x.lt(Double.POSITIVE_INFINITY).all().itemLong()).isEqualTo(1);
    assertThat(x.gt(Double.NEGATIVE_INFINITY).all().itemLong()).isEqualTo(1);
    assertThat(x.eq(Double.NaN).any().itemLong()).isZero();
    assertThat(x.ne(Double.NaN).all().itemLong()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UINT8", "INT8", "INT16", "INT32", "INT64"})
  void anIntegerKeepsTheTypeOfAnIntegerTensor(DType type) {
    var x = Tensor.of(new long[] {5, 100}).to(type);
    var mask = Tensor.of(new boolean[] {true, false});
    Stream.<BiFunction<Tensor, Long, Tensor>>of(
            Tensor::add,
            Tensor::sub,
            Tensor::mul,
            Tensor::rsub,
            Tensor::pow,
            Tensor::clampMin,
            Tensor::clampMax,
            Tensor::remainder,
            (t, n) -> t.clamp(n, n),
            (t, n) -> t.maskedFill(mask, n),
            (t, n) -> t.pad(n, 1, 1),
            (t, n) -> t.add(t, n),
            (t, n) -> t.copy().add_(n),
            (t, n) -> t.copy().sub_(n),
            (t, n) -> t.copy().mul_(n),
            (t, n) -> t.copy().add_(t, n),
            (t, n) -> t.copy().addcmul_(t, t, n),
            (t, n) -> t.copy().clamp_(n, n),
            (t, n) -> t.copy().fill_(n),
            (t, n) -> t.copy().maskedFill_(mask, n))
        .forEach(operation -> assertThat(operation.apply(x, 2L).dtype()).isEqualTo(type));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 256, -129, 1L << 40, Long.MIN_VALUE})
  void anIntegerThatIsNoByteIsNotTakenForAnother(long value) {
    var x = Tensor.of(new byte[] {5, (byte) 250});
    var mask = Tensor.of(new boolean[] {true, false});
    Stream.<Runnable>of(
            () -> x.clampMin(value),
            () -> x.clampMax(value),
            () -> x.clamp_(value, value),
            () -> x.remainder(value),
            () -> x.maskedFill(mask, value),
            () -> x.maskedFill_(mask, value),
            () -> x.fill_(value),
            () -> x.pad(value, 1, 1),
            () -> Tensors.full(value, DType.UINT8, Device.CPU, 1))
        .forEach(call ->
            assertThatThrownBy(call::run)
                .isInstanceOf(TensorException.class)
                .hasMessageContaining(value + " is no UINT8"));
    assertThat(x.to(DType.INT64).clampMin(-1).toLongArray()).containsExactly(5, 250);
  }

  @Test
  void aNumberMinusBytesDoesNotGoRoundTheirEnd() {
    var x = Tensor.of(new byte[] {5, 0});
    assertThat(x.rsub(1.0).toFloatArray()).containsExactly(-4, 1);
    assertThat(x.rsub(10).toLongArray()).containsExactly(5, 10);
  }

  @Test
  void fullAndFillWriteTheIntegerThatWasGiven() {
    long odd = (1L << 53) + 1;
    assertThat(Tensors.full(odd, DType.INT64, Device.CPU, 2).toLongArray()).containsOnly(odd);
    assertThat(Tensor.of(new long[2]).fill_(odd).toLongArray()).containsOnly(odd);
  }

  @Test
  void closenessOfIntegersIsThatOfTheIntegers() {
    assertThat(longs(16_777_217).allClose(longs(16_777_216), 0, 0.5)).isFalse();
    assertThat(longs((1L << 60) + 1).allClose(longs(1L << 60), 0, 0)).isFalse();
    assertThat(longs((1L << 60) + 1).allClose(longs(1L << 60), 0, 1)).isTrue();
    assertThat(longs(Long.MAX_VALUE).allClose(longs(-1), 0, 1)).isFalse();
    assertThat(longs(100).allClose(longs(101), 0.01, 0)).isTrue();
    var one = Tensor.of(new byte[] {1});
    assertThat(one.allClose(Tensor.of(new byte[] {2}), 0, 1)).isTrue();
    assertThat(one.allClose(Tensor.of(new byte[] {3}), 0, 1)).isFalse();
  }

  @Test
  void tensorsOfTwoTypesAreNotEqual() {
    assertThat(longs(1).equal(Tensor.of(new float[] {1}))).isFalse();
    assertThat(longs(16_777_217).equal(Tensor.of(new double[] {16_777_217}))).isFalse();
    assertThat(longs(1).equal(longs(1))).isTrue();
    assertThatThrownBy(() -> longs(1).allClose(Tensor.of(new float[] {1}), 0, 0))
        .isInstanceOf(TensorException.class);
  }

  @Test
  void rangesAreWholeUpToTheEndOf64Bits() {
    assertThat(Tensors.arange(Long.MAX_VALUE - 3, Long.MAX_VALUE, 2).toLongArray())
        .containsExactly(Long.MAX_VALUE - 3, Long.MAX_VALUE - 1);
    assertThat(Tensors.arange(5L, 0L, -2L).toLongArray()).containsExactly(5, 3, 1);
  }

  private static Tensor longs(long... values) {
    return Tensor.of(values);
  }
}
