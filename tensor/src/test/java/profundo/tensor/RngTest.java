package profundo.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RngTest {
  static Stream<Device> devices() {
    return Stream.concat(
        Stream.of(Device.CPU), IntStream.range(0, Device.cudaCount()).mapToObj(Device::cuda));
  }

  @ParameterizedTest
  @MethodSource("devices")
  void aGeneratorThatIsPutBackDrawsTheSameAgain(Device device) {
    try (var _ = Scope.open()) {
      Rng.seed(3);
      assertThat(draw(device)).hasSize(64);
      var state = Rng.state(device);
      var first = draw(device);
      assertThat(draw(device)).isNotEqualTo(first);
      Rng.restore(device, state);
      assertThat(draw(device)).isEqualTo(first);
    }
  }

  @Test
  void numbersWithASeedOfTheirOwnChangeNoOthersEvenWhereTheyFail() {
    try (var _ = Scope.open()) {
      Rng.seed(3);
      var expected = draw(Device.CPU);
      Rng.seed(3);
      var during = Rng.during(7, () -> draw(Device.CPU));
      assertThat(draw(Device.CPU)).isEqualTo(expected).isNotEqualTo(during);
      assertThat(Rng.during(7, () -> draw(Device.CPU))).isEqualTo(during);
      Rng.seed(3);
      assertThatThrownBy(() ->
              Rng.during(
                  7,
                  () -> {
                    throw new IllegalStateException();
                  }))
          .isInstanceOf(IllegalStateException.class);
      assertThat(draw(Device.CPU)).isEqualTo(expected);
    }
  }

  private static float[] draw(Device device) {
    return Tensor.ones(64).to(device).dropout(0.5, true).toFloatArray();
  }

  @Test
  void whatIsNoStateIsRefused() {
    try (var _ = Scope.open()) {
      var letters = Tensor.of(new long[] {1, 2, 3}).to(DType.UINT8);
      assertThatThrownBy(() -> Rng.restore(letters)).isInstanceOf(TensorException.class);
    }
  }

  @Test
  void aGpuThatIsNotThereIsNamed() {
    assumeThat(Device.cudaCount()).isZero();
    assertThatThrownBy(() -> Rng.state(Device.cuda(0)))
        .isInstanceOf(TensorException.class)
        .hasMessageContaining("cuda:0");
  }
}
