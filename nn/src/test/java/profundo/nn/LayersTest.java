package profundo.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import profundo.tensor.DType;
import profundo.tensor.IndexException;
import profundo.tensor.MemoryException;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.ShapeException;
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
        layer("upsampleBilinear", new Upsample(2, Upsample.Mode.BILINEAR)),
        layer("batchNorm1d", new BatchNorm1d(4)),
        layer("batchNorm2d", new BatchNorm2d(4)),
        layer("batchNorm1dEval", evaluating(new BatchNorm1d(4))),
        layer("batchNorm2dEval", evaluating(new BatchNorm2d(4))),
        layer("layerNorm", new LayerNorm(4, 5)),
        layer("groupNorm", new GroupNorm(2, 6)),
        layer(
            "encoderPost",
            new TransformerEncoder(
                2,
                () -> new TransformerEncoderLayer(8, 2, o -> o.feedForward(16).dropout(0)),
                new LayerNorm(8))),
        layer(
            "encoderPre",
            new TransformerEncoder(
                2,
                () ->
                    new TransformerEncoderLayer(
                        8, 2, o -> o.feedForward(16).dropout(0).normFirst()),
                new LayerNorm(8))));
  }

  private static <N extends Net & Layer> N evaluating(N net) {
    net.eval();
    return net;
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
  void activationsAreThoseOfTheTensor() {
    var x = Tensor.randn(3, 4);
    Reference.assertClose(new ReLU().forward(x), x.relu());
    Reference.assertClose(new Tanh().forward(x), x.tanh());
    Reference.assertClose(new Sigmoid().forward(x), x.sigmoid());
    Reference.assertClose(new GELU().forward(x), x.gelu());
    Reference.assertClose(new LeakyReLU(0.2).forward(x), x.leakyRelu(0.2));
    Reference.assertClose(new Flatten().forward(x.reshape(3, 2, 2)), x);
  }

  @Test
  void rootMeanSquareNormalisationLeavesMeanSquareOne() {
    var x = Tensor.randn(5, 64).mul(7);
    var squares = new RMSNorm(64).forward(x).square().mean(1);
    Reference.assertClose(squares, Tensor.ones(5));
    var net = new RMSNorm(4);
    net.to(DType.FLOAT64);
    var y = Tensor.randn(3, 4).to(DType.FLOAT64);
    GradCheck.check(() -> net.forward(y), List.of(y, net.weight));
  }

  @Test
  void dropoutDropsInTrainingOnlyAndKeepsTheMean() {
    var x = Tensor.ones(100, 100, 2, 2);
    for (var net : List.of(new Dropout(0.25), new Dropout2d(0.25))) {
      var y = ((Layer) net).forward(x);
      assertThat(y.mean().item()).isCloseTo(1, offset(0.02));
      assertThat(y.eq(0).to(DType.FLOAT32).mean().item()).isCloseTo(0.25, offset(0.02));
      net.eval();
      assertThat(((Layer) net).forward(x)).isSameAs(x);
    }
    var whole = new Dropout2d(0.5).forward(x).flatten(2);
    assertThat(whole.amin(2).equal(whole.amax(2))).isTrue();
    assertThatThrownBy(() -> new Dropout(1.5)).hasMessageContaining("0 to 1");
  }

  @Test
  void anEmbeddingLooksUpAndLeavesItsPaddingAlone() {
    var net = new Embedding(7, 4, 2);
    assertThat(net.weight.get(2).toFloatArray()).containsOnly(0);
    Reference.check("embedding", net);
    net.forward(Tensor.of(new long[] {2, 3})).sum().backward();
    assertThat(net.weight.grad().get(2).toFloatArray()).containsOnly(0);
    assertThat(net.weight.grad().get(3).toFloatArray()).containsOnly(1);
    assertThatThrownBy(() -> net.forward(Tensor.of(new long[] {7})))
        .isInstanceOf(IndexException.class)
        .hasMessageStartingWith("Embedding 7→4");
  }

  @Test
  void positionsGetTheSinusoidsOfThePaper() {
    var net = new PositionalEncoding(6, 10);
    var encoded = net.forward(Tensor.zeros(2, 4, 6), 3);
    double angle = 5 / Math.pow(10000, 4 / 6.0);
    assertThat(encoded.get(1).get(2).toDoubleArray()[4]).isCloseTo(Math.sin(angle), offset(1e-6));
    assertThat(encoded.get(1).get(2).toDoubleArray()[5]).isCloseTo(Math.cos(angle), offset(1e-6));
    assertThatThrownBy(() -> net.forward(Tensor.zeros(2, 11, 6)))
        .hasMessageContaining("11 positions from 0 on are more");
    assertThatThrownBy(() -> net.forward(Tensor.zeros(2, 4, 6), Long.MAX_VALUE))
        .hasMessageContaining("are more than there are encodings, 10");
    assertThat(net.stateDict().names()).isEmpty();
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
        .isInstanceOf(ShapeException.class)
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
    assertThatThrownBy(() -> new BatchNorm2d(8).forward(Tensor.zeros(4, 6, 3, 3)))
        .hasMessage("BatchNorm2d 8: input has 6 channels, 8 expected: x is [4, 6, 3, 3]");
    assertThatThrownBy(() -> new LSTM(8, 4).forward(Tensor.zeros(4, 6)))
        .hasMessage("LSTM 8→4: input has 2 dimensions, [L, N, 8] expected: x is [4, 6]");
    assertThatThrownBy(() -> new GRU(8, 4).forward(Tensor.zeros(5, 3, 8), Tensor.zeros(1, 2, 4)))
        .hasMessage("GRU 8→4: the state is [1, 2, 4], [1, 3, 4] expected: x is [5, 3, 8]");
    assertThatThrownBy(() -> new MultiheadAttention(8, 3)).hasMessageContaining("3 heads");
  }

  @Test
  void sizesThatNoLayerCanHaveAreRefused() {
    assertThatThrownBy(() -> new Conv2d(3, 8, 0)).hasMessage("kernel is 1 or more, not 0.");
    assertThatThrownBy(() -> new Conv2d(3, 8, new long[] {3, 3, 3}, _ -> {}))
        .hasMessage("kernel takes one number or 2, not [3, 3, 3].");
    assertThatThrownBy(() -> new ConvTranspose2d(3, 8, -1)).hasMessageContaining("kernel");
    assertThatThrownBy(() -> new Conv1d(3, 8, 0)).hasMessageContaining("kernel");
    assertThatThrownBy(() -> new LSTM(3, 0)).hasMessageContaining("hidden units is 1 or more");
    assertThatThrownBy(() -> new LayerNorm()).hasMessageContaining("one dimension or more");
    assertThatThrownBy(() -> new Embedding(3, 2, 7)).hasMessageContaining("padding 7");
    assertThatThrownBy(() -> new MultiheadAttention(0, 1)).hasMessageContaining("1 heads");
    assertThatThrownBy(() -> new PositionalEncoding(4, -1)).hasMessageContaining("-1 × 4");
    assertThatThrownBy(() -> new PositionalEncoding(1 << 16, 1 << 16))
        .hasMessageContaining("65536");
    var positions = new PositionalEncoding(4, 8);
    assertThatThrownBy(() -> positions.forward(Tensor.zeros(1, 2, 4), -1))
        .hasMessageContaining("from position 0");
    assertThatThrownBy(() -> positions.forward(Tensor.zeros(4))).hasMessageContaining("[4]");
  }

  /// Each of them once computed for hours, overflowed into a net without weights, or filled the
  /// heap.
  @Test
  void sizesAndNumbersOfLayersBeyondAnyMemoryAreRefusedAtOnce() {
    long huge = 1L << 62;
    assertThatThrownBy(() -> new GRU(3, 4, o -> o.layers(Integer.MAX_VALUE)))
        .isInstanceOf(NetException.class)
        .hasMessage("A net has 1 to 1000 layers, not 2147483647.");
    assertThatThrownBy(() -> new TransformerEncoder(-1, () -> new TransformerEncoderLayer(8, 2)))
        .hasMessage("A net has 0 to 1000 layers, not -1.");
    assertThatThrownBy(
            () -> new TransformerDecoder(1 << 30, () -> new TransformerDecoderLayer(8, 2)))
        .isInstanceOf(NetException.class);
    for (Supplier<Net> net :
        List.<Supplier<Net>>of(
            () -> new LSTM(3, huge),
            () -> new LSTM(huge, 3),
            () -> new LSTMCell(3, huge),
            () -> new Linear(huge, 0),
            () -> new Conv2d(huge, huge, 1),
            () -> new Embedding(0, huge),
            () -> new MultiheadAttention(huge, 1),
            () -> new TransformerEncoderLayer(8, 2, o -> o.feedForward(huge)),
            () -> new LayerNorm(0, huge),
            () -> new GroupNorm(1, huge),
            () -> new BatchNorm2d(huge),
            () -> new RMSNorm(huge),
            () -> new MaxPool2d(huge),
            () -> new AvgPool2d(2, huge),
            () -> new AdaptiveAvgPool2d(huge),
            () -> new Upsample(huge))) {
      assertThatThrownBy(net::get)
          .isInstanceOf(NetException.class)
          .hasMessageContaining("is 1099511627776 at most, not 4611686018427387904");
    }
    for (Supplier<Net> net :
        List.<Supplier<Net>>of(
            () -> new Linear(1L << 38, 64),
            () -> new LSTM(8, 1L << 36),
            () -> new Embedding(1L << 40, 1))) {
      assertThatThrownBy(net::get).isInstanceOf(MemoryException.class);
    }
  }
}
