package profundo.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import profundo.tensor.DType;
import profundo.tensor.Device;
import profundo.tensor.Grad;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.TensorException;
import profundo.tensor.Tensors;

/// No operation's result, and no gradient, depends on what lay in memory before.
class FreshMemoryTest {
  private static final List<DType> TYPES =
      List.of(DType.FLOAT64, DType.FLOAT32, DType.BFLOAT16, DType.FLOAT16);

  private Scope scope;

  @BeforeEach
  void open() {
    scope = Scope.open();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  @Test
  void freshMemoryIsFullOfWhatIsNoNumber() {
    try (var _ = FreshMemory.full()) {
      assertThat(Tensors.empty(DType.FLOAT32, Device.CPU, 1000).isFinite().any().itemLong())
          .isZero();
    }
  }

  static Stream<Arguments> operations() {
    return TYPES.stream()
        .flatMap(type -> OperationsTest.cases().map(name -> Arguments.of(type, name)));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void anOperationReadsNoMemoryThatNobodyWrote(DType type, String name) {
    assertSame(() -> {
      var operations = new OperationsTest();
      operations.layout = x -> as(type, x);
      operations.results(name);
      operations.inputs.values().forEach(FreshMemoryTest::want);
      return withGradients(operations.results(name), List.copyOf(operations.inputs.values()));
    });
  }

  private static Tensor as(DType type, Tensor x) {
    return x.dtype().isFloatingPoint() ? x.to(type).copy() : x.copy();
  }

  private static Tensor want(Tensor input) {
    return input.dtype().isFloatingPoint() ? input.requiresGrad(true) : input;
  }

  static Stream<Arguments> convolutions() {
    return Stream.of(DType.FLOAT32, DType.BFLOAT16)
        .flatMap(type ->
            Stream.of(1, 2, 3)
                .flatMap(groups ->
                    Stream.of("1d", "2d", "3d", "transposed 1d", "transposed 2d", "transposed 3d")
                        .map(kind -> Arguments.of(type, groups, kind))));
  }

  /// oneDNN computes on blocks of channels, and does not always fill the last one.
  @ParameterizedTest
  @MethodSource("convolutions")
  void aConvolutionOfAnyNumberOfChannelsIsThatInDoublePrecision(
      DType type, int groups, String kind) {
    var counts = new int[] {1, 3, 9, 16, 20};
    for (int in : counts) {
      for (int out : counts) {
        for (var kernel : new long[][] {{1, 1, 1}, {3, 1, 1}, {3, 2, 1}, {2, 1, 2}}) {
          var convolved = new Convolved(type, groups, in, out, kernel[0], kernel[1], kernel[2]);
          var expected = convolved.results(kind, DType.FLOAT64);
          try (var _ = Scope.open();
              var _ = FreshMemory.full()) {
            var computed = convolved.results(kind, type);
            for (int i = 0; i < computed.size(); i++) {
              assertThat(distance(computed.get(i), expected.get(i)))
                  .as("result %d of %s", i, convolved)
                  .isLessThan(type == DType.FLOAT32 ? 1e-5 : 0.01);
            }
          }
        }
      }
    }
  }

  /// The largest difference, as a share of the largest number.
  private static double distance(Tensor computed, Tensor exact) {
    var largest = exact.detach().abs().amax().item();
    return computed.detach().to(DType.FLOAT64).sub(exact.detach()).abs().amax().item() / largest;
  }

  private record Convolved(
      DType type, long groups, long in, long out, long kernel, long stride, long dilation) {
    /// The convolution of the same numbers, those of `type`, in some precision, and its gradients.
    List<Tensor> results(String kind, DType precision) {
      Rng.seed(1);
      boolean transposed = kind.startsWith("transposed");
      int dims = kind.charAt(kind.length() - 2) - '0';
      var one = all(1, dims);
      var size = all(kernel, dims);
      var far = all(stride, dims);
      var wide = all(dilation, dims);
      var x = normal(precision, with(2, groups * in, all(5, dims)));
      var weight =
          normal(
              precision, transposed ? with(groups * in, out, size) : with(groups * out, in, size));
      var bias = normal(precision, groups * out);
      Supplier<Tensor> convolution =
          () ->
              switch (kind) {
                case "1d" -> x.conv1d(weight, bias, far, one, wide, groups);
                case "2d" -> x.conv2d(weight, bias, far, one, wide, groups);
                case "3d" -> x.conv3d(weight, bias, far, one, wide, groups);
                case "transposed 1d" ->
                    x.convTranspose1d(weight, bias, far, one, all(0, dims), groups, wide);
                case "transposed 2d" ->
                    x.convTranspose2d(weight, bias, far, one, all(0, dims), groups, wide);
                default -> x.convTranspose3d(weight, bias, far, one, all(0, dims), groups, wide);
              };
      var y = convolution.get();
      y.mul(normal(precision, y.shape().toArray()).detach()).sum().backward();
      try (var _ = Grad.noGrad()) {
        return List.of(y, convolution.get(), x.grad(), weight.grad(), bias.grad());
      }
    }

    private Tensor normal(DType precision, long... shape) {
      return want(Tensors.randn(shape).to(type).to(precision).detach());
    }

    private static long[] all(long value, int dims) {
      var result = new long[dims];
      Arrays.fill(result, value);
      return result;
    }

    private static long[] with(long first, long second, long[] rest) {
      var result = new long[rest.length + 2];
      result[0] = first;
      result[1] = second;
      System.arraycopy(rest, 0, result, 2, rest.length);
      return result;
    }
  }

  private interface Computation {
    List<Tensor> results();
  }

  private static List<Tensor> withGradients(List<Tensor> results, List<Tensor> inputs) {
    var all = new ArrayList<>(results);
    results.stream()
        .filter(result -> result.requiresGrad() && result.dtype().isFloatingPoint())
        .map(result -> result.to(DType.FLOAT64).sum())
        .reduce(Tensor::add)
        .ifPresent(Tensor::backward);
    inputs.stream().filter(Tensor::hasGrad).map(Tensor::grad).forEach(all::add);
    return all;
  }

  private static void assertSame(Computation computation) {
    Rng.seed(1);
    List<Tensor> expected;
    try {
      expected = computation.results();
    } catch (TensorException _) {
      return; // no kernel for this type
    }
    try (var _ = FreshMemory.full()) {
      Rng.seed(1);
      var computed = computation.results();
      for (int i = 0; i < expected.size(); i++) {
        assertThat(bits(computed.get(i))).as("result %d", i).isEqualTo(bits(expected.get(i)));
      }
    }
  }

  private static double[] bits(Tensor x) {
    return x.detach().to(DType.FLOAT64).toDoubleArray();
  }
}
