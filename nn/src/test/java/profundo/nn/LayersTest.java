package profundo.nn;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import profundo.tensor.DType;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

class LayersTest {
  private Scope scope;

  @BeforeEach
  void open() {
    scope = Scope.open();
    Rng.seed(3);
  }

  @AfterEach
  void close() {
    scope.close();
  }

  static Stream<Arguments> layers() {
    return Stream.of(
        layer("linear", new Linear(5, 3)),
        layer("conv1d", new Conv1d(4, 6, 3, o -> o.stride(2).padding(1).groups(2))),
        layer(
            "conv2d",
            new Conv2d(4, 6, new long[] {3, 2}, o -> o.stride(2, 1).padding(1, 0).dilation(1, 2))),
        layer(
            "convTranspose2d",
            new ConvTranspose2d(4, 6, 3, o -> o.stride(2).padding(1).outputPadding(1).groups(2))),
        layer("maxPool2d", new MaxPool2d(3, 2, 1)),
        layer("avgPool2d", new AvgPool2d(3, 2, 1)),
        layer("adaptiveAvgPool2d", new AdaptiveAvgPool2d(2, 3)),
        layer("upsampleNearest", new Upsample(2)),
        layer("upsampleBilinear", new Upsample(2, Upsample.Mode.BILINEAR)));
  }

  private static <N extends Net & Layer> Arguments layer(String name, N net) {
    return Arguments.of(name, Named.of(net.toString(), net));
  }

  @ParameterizedTest
  @MethodSource("layers")
  <N extends Net & Layer> void computesWhatPyTorchComputes(String name, N net) {
    Reference.check(name, net);
  }

  @ParameterizedTest
  @MethodSource("layers")
  <N extends Net & Layer> void gradientsAreThoseOfFiniteDifferences(String name, N net) {
    net.to(DType.FLOAT64);
    var x = Reference.get(name + ".x").to(DType.FLOAT64);
    var inputs = new ArrayList<>(List.of(x));
    net.parameters().forEach(parameter -> inputs.add(parameter.tensor()));
    GradCheck.check(() -> net.forward(x), inputs);
  }

  @Test
  void aSeedGivesTheWeightsThatItGivesInPyTorch() {
    Rng.seed(7);
    var net = new Sequential(new Linear(5, 3), new Conv2d(2, 3, 3));
    net.stateDict()
        .asMap()
        .forEach((name, tensor) -> Reference.assertClose(tensor, Reference.get("seeded." + name)));
  }

  @Test
  void wrongInputsAreNamedWithShapesAndWhatWasExpected() {
    var conv = new Conv2d(6, 16, 5);
    assertThatThrownBy(() -> conv.forward(Tensor.zeros(64, 3, 14, 14)))
        .isInstanceOf(NetException.class)
        .hasMessage("Conv2d 6→16, 5×5: input has 3 channels, 6 expected: x is [64, 3, 14, 14]");
    assertThatThrownBy(() -> conv.forward(Tensor.zeros(64, 3)))
        .hasMessage(
            "Conv2d 6→16, 5×5: input has 2 dimensions, [N, 6, H, W] expected: x is [64, 3]");
    assertThatThrownBy(() -> conv.forward(Tensor.zeros(64, 6, 2, 2)))
        .hasMessageStartingWith("Conv2d 6→16, 5×5: conv2d: ")
        .hasMessageContaining("[64, 6, 2, 2]");
    assertThatThrownBy(() -> new Linear(400, 120).forward(Tensor.zeros(32, 256)))
        .hasMessage("Linear 400→120: input has 256 features, 400 expected: x is [32, 256]");
    assertThatThrownBy(() -> new Conv2d(3, 8, 3, o -> o.groups(2)))
        .hasMessageContaining("multiples");
    assertThatThrownBy(() -> new Conv2d(3, 8, 3, o -> o.stride(0)))
        .hasMessage("stride is 1 or more, not 0.");
  }
}
