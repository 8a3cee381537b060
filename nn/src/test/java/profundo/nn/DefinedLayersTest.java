package profundo.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import profundo.tensor.DType;
import profundo.tensor.IndexException;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;

/// Layers beside what defines them, where there is no vector of PyTorch's.
class DefinedLayersTest {
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

  private static Tensor randn(long... shape) {
    return Tensor.randn(shape).to(DType.FLOAT64);
  }

  private record Case(Supplier<Net> layer, long... shape) {}

  private static final Map<String, Case> CASES =
      Map.ofEntries(
          Map.entry(
              "conv3d",
              new Case(() -> new Conv3d(2, 3, 2, o -> o.stride(2).padding(1)), 1, 2, 3, 2, 3)),
          Map.entry(
              "convTranspose1d",
              new Case(() -> new ConvTranspose1d(2, 3, 2, o -> o.stride(2)), 2, 2, 3)),
          Map.entry("convTranspose3d", new Case(() -> new ConvTranspose3d(2, 1, 2), 1, 2, 2, 1, 2)),
          Map.entry("batchNorm3d", new Case(() -> new BatchNorm3d(2), 2, 2, 1, 2, 2)),
          Map.entry("instanceNorm1d", new Case(() -> new InstanceNorm1d(2), 2, 2, 4)),
          Map.entry(
              "instanceNorm2d", new Case(() -> new InstanceNorm2d(2, 1e-3, true), 2, 2, 2, 3)),
          Map.entry(
              "instanceNorm2d.tracked",
              new Case(() -> new InstanceNorm2d(2, 1e-3, 0.1, true, true), 2, 2, 2, 3)),
          Map.entry(
              "upsampleBicubic",
              new Case(() -> new Upsample(2, Upsample.Mode.BICUBIC), 1, 2, 3, 2)),
          Map.entry(
              "localResponseNorm", new Case(() -> new LocalResponseNorm(3, 0.5, 0.75, 2), 2, 4, 3)),
          Map.entry("pixelShuffle", new Case(() -> new PixelShuffle(2), 1, 4, 2, 3)),
          Map.entry("pixelUnshuffle", new Case(() -> new PixelUnshuffle(2), 1, 1, 4, 2)),
          Map.entry("rotary", new Case(() -> new RotaryPositions(4, 5), 2, 3, 4)));

  static Stream<String> cases() {
    return CASES.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientsAreThoseOfFiniteDifferences(String name) {
    var tried = Objects.requireNonNull(CASES.get(name));
    var net = tried.layer.get();
    net.to(DType.FLOAT64);
    var x = randn(tried.shape);
    var inputs = new ArrayList<>(List.of(x));
    net.parameters().forEach(parameter -> inputs.add(parameter.tensor()));
    GradCheck.check(() -> ((Layer) net).forward(x), inputs);
  }

  @Test
  void namesAreThoseOfPyTorch() {
    assertThat(new Conv3d(2, 3, 2).stateDict().names()).containsExactly("weight", "bias");
    assertThat(new BatchNorm3d(2).stateDict().names())
        .containsExactly("weight", "bias", "running_mean", "running_var", "num_batches_tracked");
    assertThat(new GRUCell(2, 3).stateDict().names())
        .containsExactly("weight_ih", "weight_hh", "bias_ih", "bias_hh");
    assertThat(new RNNCell(2, 3).stateDict().names())
        .containsExactly("weight_ih", "weight_hh", "bias_ih", "bias_hh");
    assertThat(new GRUCell(2, 3, false).stateDict().names())
        .containsExactly("weight_ih", "weight_hh");
    assertThat(new InstanceNorm2d(2).stateDict().names()).isEmpty();
    assertThat(new InstanceNorm2d(2, 1e-5, 0.1, true, true).stateDict().names())
        .containsExactly("weight", "bias", "running_mean", "running_var", "num_batches_tracked");
    assertThat(new RotaryPositions(4, 5).stateDict().names()).isEmpty();
    assertThat(new EmbeddingBag(4, 5).stateDict().names()).containsExactly("weight");
    assertThat(new MultiheadAttention(8, 2, 0, 6, 5).stateDict().names())
        .containsExactlyInAnyOrder(
            "q_proj_weight",
            "k_proj_weight",
            "v_proj_weight",
            "in_proj_bias",
            "out_proj.weight",
            "out_proj.bias");
  }

  @Test
  void batchNormalisationOfVolumesIsThatOfPicturesOfTheSameNumbers() {
    var x = Tensor.randn(2, 3, 2, 2, 2);
    var pictures = new BatchNorm2d(3);
    var volumes = new BatchNorm3d(3);
    Reference.assertClose(volumes.forward(x).flatten(3), pictures.forward(x.flatten(3)));
    Reference.assertClose(volumes.runningVar, pictures.runningVar);
  }

  @Test
  void instancesHaveMeanZeroAndVarianceOne() {
    var y = new InstanceNorm2d(3).forward(Tensor.randn(2, 3, 8, 8).mul(5).add(2)).flatten(2);
    Reference.assertClose(y.mean(2), Tensor.zeros(2, 3));
    Reference.assertClose(y.var(false, false, 2), Tensor.ones(2, 3));
  }

  /// By the definition: the running moments are moved by the samples' moments, averaged.
  @Test
  void runningMomentsOfInstancesMoveInTrainingAndServeInEvaluation() {
    var net = new InstanceNorm1d(2, 1e-5, 0.25, false, true);
    var x = Tensor.randn(3, 2, 5).mul(3).add(1);
    Reference.assertClose(net.forward(x), new InstanceNorm1d(2).forward(x));
    var values = x.toDoubleArray();
    var mean = new double[2];
    var variance = new double[2];
    for (int c = 0; c < 2; c++) {
      for (int n = 0; n < 3; n++) {
        var row = Arrays.copyOfRange(values, (n * 2 + c) * 5, (n * 2 + c) * 5 + 5);
        double m = Arrays.stream(row).average().orElseThrow();
        mean[c] += m / 3;
        variance[c] += Arrays.stream(row).map(v -> (v - m) * (v - m)).sum() / 4 / 3;
      }
    }
    var runningMean = Objects.requireNonNull(net.runningMean).toDoubleArray();
    var runningVar = Objects.requireNonNull(net.runningVar).toDoubleArray();
    net.eval();
    var y = net.forward(x).toDoubleArray();
    for (int c = 0; c < 2; c++) {
      assertThat(runningMean[c]).isCloseTo(0.25 * mean[c], offset(1e-5));
      assertThat(runningVar[c]).isCloseTo(0.75 + 0.25 * variance[c], offset(1e-4));
      double expected = (values[c * 5] - runningMean[c]) / Math.sqrt(runningVar[c] + 1e-5);
      assertThat(y[c * 5]).isCloseTo(expected, offset(1e-5));
    }
    assertThat(net.runningMean.toDoubleArray()).isEqualTo(runningMean);
    net.train();
    net.freeze();
    net.forward(x);
    assertThat(net.runningMean.toDoubleArray()).isEqualTo(runningMean);
  }

  @Test
  void aCellWithoutBiasesIsOneWhoseBiasesAreZero() {
    var x = Tensor.randn(2, 3);
    var state = Tensor.randn(2, 4);
    var plain = new RNNCell(3, 4, false, RNNCell.Nonlinearity.RELU);
    var cell = new RNNCell(3, 4, true, RNNCell.Nonlinearity.RELU);
    cell.load(plain.stateDict(), false);
    for (var name : List.of("bias_ih", "bias_hh")) {
      cell.stateDict().get(name).detach().zero_();
    }
    Reference.assertClose(plain.forward(x, state), cell.forward(x, state));
    var sums = x.matmul(plain.weightIh.t()).add(state.matmul(plain.weightHh.t()));
    Reference.assertClose(plain.forward(x, state), sums.relu());
  }

  @Test
  void aCellsStepsAreThoseOfTheNet() {
    var x = Tensor.randn(5, 2, 3);
    var gru = new GRU(3, 4);
    var cell = new GRUCell(3, 4);
    copy(gru, cell);
    var rnn = new RNN(3, 4);
    var simple = new RNNCell(3, 4);
    copy(rnn, simple);
    var state = Tensor.zeros(2, 4);
    var other = Tensor.zeros(2, 4);
    for (int i = 0; i < 5; i++) {
      state = cell.forward(x.get(i), state);
      other = simple.forward(x.get(i), other);
      Reference.assertClose(state, gru.forward(x).output().get(i));
      Reference.assertClose(other, rnn.forward(x).output().get(i));
    }
  }

  private static void copy(Net net, Net cell) {
    cell.stateDict()
        .asMap()
        .forEach(
            (name, tensor) -> tensor.detach().copy_(net.stateDict().get(name + "_l0").detach()));
  }

  @Test
  void aBagIsTheSumTheMeanOrTheLargestOfItsVectors() {
    for (var mode : EmbeddingBag.Mode.values()) {
      var net = new EmbeddingBag(6, 3, mode);
      net.to(DType.FLOAT64);
      var rows = net.weight.detach();
      var pair = Tensor.stack(0, rows.get(4), rows.get(1));
      var made =
          switch (mode) {
            case SUM -> pair.sum(0);
            case MEAN -> pair.mean(0);
            case MAX -> pair.amax(0);
          };
      var bags = net.forward(Tensor.of(new long[] {4, 1, 5}), new long[] {0, 2, 2});
      var expected = Tensor.stack(0, made, made.zerosLike(), rows.get(5));
      assertThat(bags.allClose(expected, 1e-12, 1e-12)).isTrue();
      var equal = net.forward(Tensor.of(new long[] {4, 1, 1, 4}, 2, 2));
      assertThat(equal.allClose(Tensor.stack(0, made, made), 1e-12, 1e-12)).isTrue();
      GradCheck.check(
          () -> net.forward(Tensor.of(new long[] {4, 1, 5}), new long[] {0, 2, 2}),
          List.of(net.weight));
    }
  }

  @Test
  void thePaddingIsInNoBagAndItsVectorStaysZero() {
    for (var mode : EmbeddingBag.Mode.values()) {
      var net = new EmbeddingBag(6, 3, mode, 2);
      assertThat(net.weight.get(2).abs().sum().item()).isZero();
      net.weight.detach().get(2).fill_(7.0);
      var x = Tensor.of(new long[] {4, 2, 1, 2, 2, 2}, 2, 3);
      var bags = net.forward(x);
      var without = net.forward(Tensor.of(new long[] {4, 1}), new long[] {0, 2});
      assertThat(bags.equal(without)).isTrue();
      bags.sum().backward();
      assertThat(net.weight.grad().get(2).abs().sum().item()).isZero();
    }
    assertThatThrownBy(() -> new EmbeddingBag(6, 3, EmbeddingBag.Mode.SUM, 6))
        .isInstanceOf(IndexException.class)
        .hasMessageContaining("none of the 6 rows");
  }

  @Test
  void aSumMayWeighItsVectors() {
    var net = new EmbeddingBag(6, 3, EmbeddingBag.Mode.SUM, 2);
    net.to(DType.FLOAT64);
    var rows = net.weight.detach();
    var factors = randn(2, 2);
    var x = Tensor.of(new long[] {4, 1, 2, 5}, 2, 2);
    var bags = net.forward(x, factors);
    var expected =
        Tensor.stack(
            0,
            rows.get(4).mul(factors.get(0).get(0)).add(rows.get(1).mul(factors.get(0).get(1))),
            rows.get(5).mul(factors.get(1).get(1)));
    assertThat(bags.allClose(expected, 1e-12, 1e-12)).isTrue();
    var joined = net.forward(x.flatten(0), new long[] {0, 2}, factors.flatten(0));
    assertThat(joined.equal(bags)).isTrue();
    GradCheck.check(() -> net.forward(x, factors), List.of(net.weight, factors));
    assertThatThrownBy(() -> net.forward(x, factors.flatten(0)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("a weight for each index");
    assertThatThrownBy(() -> new EmbeddingBag(6, 3).forward(x, factors))
        .isInstanceOf(NetException.class)
        .hasMessageContaining("use SUM");
  }

  @Test
  void offsetsThatAreNoBagsAreRefused() {
    var net = new EmbeddingBag(6, 3);
    var x = Tensor.of(new long[] {4, 1, 5});
    for (var offsets : new long[][] {{1, 2}, {0, 2, 1}, {0, 4}, {0, -1}, {0, Long.MAX_VALUE}}) {
      assertThatThrownBy(() -> net.forward(x, offsets))
          .isInstanceOf(NetException.class)
          .hasMessageContaining("offsets ascend from 0");
    }
    assertThatThrownBy(() -> net.forward(x, new long[0])).hasMessageContaining("no bags");
    assertThatThrownBy(() -> net.forward(x)).hasMessageContaining("[N, L]");
    assertThatThrownBy(() -> net.forward(Tensor.of(new long[] {7}), new long[] {0}))
        .hasMessageStartingWith("EmbeddingBag 6→3");
  }

  @Test
  void turnedNumbersHaveTheProductsOfTheirDistance() {
    var net = new RotaryPositions(6, 50);
    var query = Tensor.randn(1, 6);
    var key = Tensor.randn(1, 6);
    double near = net.forward(query, 7).mul(net.forward(key, 4)).sum().item();
    double far = net.forward(query, 43).mul(net.forward(key, 40)).sum().item();
    assertThat(far).isCloseTo(near, offset(1e-4));
    var turned = net.forward(Tensor.of(new float[] {0, 0, 1, 0, 0, 0}, 1, 6), 3).toDoubleArray();
    double angle = 3 * Math.pow(10000, -2 / 6.0);
    assertThat(turned[2]).isCloseTo(Math.cos(angle), offset(1e-6));
    assertThat(turned[3]).isCloseTo(Math.sin(angle), offset(1e-6));
    assertThat(turned[0] + turned[1] + turned[4] + turned[5]).isZero();
    assertThatThrownBy(() -> net.forward(query, 50)).hasMessageContaining("rotations, 50");
    assertThatThrownBy(() -> new RotaryPositions(5, 8)).hasMessageContaining("even, not 5");
  }

  @Test
  void attentionToKeysOfAnotherSizeIsThatOfTheirProjections() {
    var net = new MultiheadAttention(4, 1, 0, 6, 5);
    var query = Tensor.randn(2, 3, 4);
    var key = Tensor.randn(2, 7, 6);
    var value = Tensor.randn(2, 7, 5);
    var state = net.stateDict();
    var q = query.matmul(state.get("q_proj_weight").t());
    var k = key.matmul(state.get("k_proj_weight").t());
    var v = value.matmul(state.get("v_proj_weight").t());
    var weights = q.matmul(k.transpose(1, 2)).div(2.0).softmax(-1);
    var expected = weights.matmul(v).matmul(state.get("out_proj.weight").t());
    Reference.assertClose(net.forward(query, key, value, Masks.NONE), expected);
    assertThatThrownBy(() -> net.forward(query, query, Masks.NONE))
        .hasMessageContaining("use forward(query, key, value, masks)");
    assertThatThrownBy(() -> net.forward(query, key, key, Masks.NONE))
        .hasMessageContaining("input has 6 features, 5 expected");
  }

  @Test
  void wrongInputsAreNamedWithWhatWasExpected() {
    assertThatThrownBy(() -> new Conv3d(2, 3, 2).forward(Tensor.ones(1, 4, 3, 3, 3)))
        .hasMessage("Conv3d 2→3, 2×2×2: input has 4 channels, 2 expected: x is [1, 4, 3, 3, 3]");
    assertThatThrownBy(() -> new BatchNorm3d(2).forward(Tensor.ones(1, 2, 3, 3)))
        .hasMessageContaining("[N, 2, D, H, W] expected");
    assertThatThrownBy(() -> new GRUCell(2, 3).forward(Tensor.ones(1, 4), Tensor.ones(1, 3)))
        .hasMessage("GRUCell 2→3: input has 4 features, 2 expected: x is [1, 4]");
    assertThatThrownBy(() -> new GRUCell(2, 3).forward(Tensor.ones(1, 2), Tensor.ones(1, 4)))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("GRUCell 2→3: gruCell: ");
    assertThatThrownBy(() -> new PixelShuffle(2).forward(Tensor.ones(1, 3, 2, 2)))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("PixelShuffle 2: ");
    assertThatThrownBy(() -> new LocalResponseNorm(0)).hasMessageContaining("1 or more, not 0");
  }
}
