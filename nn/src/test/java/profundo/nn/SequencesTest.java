package profundo.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static profundo.nn.Reference.assertClose;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import profundo.tensor.DType;
import profundo.tensor.DTypeException;
import profundo.tensor.Grad;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;

class SequencesTest {
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

  private static StateDict load(String name, Net net) {
    var reference = Reference.under(name);
    net.load(reference.under("param."));
    assertThat(net.stateDict().names())
        .containsExactlyInAnyOrderElementsOf(reference.under("param.").names());
    return reference;
  }

  @Test
  void longShortTermMemoriesComputeWhatPyTorchComputes() {
    var net = new LSTM(3, 4, o -> o.layers(2).batchFirst().bidirectional());
    var reference = load("lstm", net);
    var result = net.forward(reference.get("x"));
    assertClose(result.output(), reference.get("y"));
    assertClose(result.hidden(), reference.get("y1"));
    assertClose(result.cell(), reference.get("y2"));
    var plain = new LSTM(3, 4, o -> o.bias(false));
    var other = load("lstmPlain", plain);
    assertClose(plain.forward(other.get("x")).output(), other.get("y"));
  }

  @Test
  void gatedAndSimpleRecurrentNetsComputeWhatPyTorchComputes() {
    var gru = new GRU(3, 4, o -> o.layers(2).batchFirst());
    var reference = load("gru", gru);
    assertClose(gru.forward(reference.get("x")).output(), reference.get("y"));
    assertClose(gru.forward(reference.get("x")).hidden(), reference.get("y1"));
    var rnn = new RNN(3, 4, o -> o.batchFirst());
    var other = load("rnn", rnn);
    assertClose(rnn.forward(other.get("x")).output(), other.get("y"));
  }

  @Test
  void aCellStepsAsPyTorchsDoesAndAsTheWholeSequence() {
    var cell = new LSTMCell(3, 4);
    var reference = load("lstmCell", cell);
    var zeros = new LSTMCell.State(Tensor.zeros(2, 4), Tensor.zeros(2, 4));
    var state = cell.forward(reference.get("x"), zeros);
    assertClose(state.hidden(), reference.get("y"));
    assertClose(state.cell(), reference.get("y1"));
    var whole = new LSTM(3, 4);
    whole.weights[0].detach().copy_(cell.weightIh);
    whole.weights[1].detach().copy_(cell.weightHh);
    whole.weights[2].detach().copy_(Objects.requireNonNull(cell.biasIh));
    whole.weights[3].detach().copy_(Objects.requireNonNull(cell.biasHh));
    assertClose(whole.forward(reference.get("x").unsqueeze(0)).output().get(0), state.hidden());
  }

  @Test
  void halvesOfASequenceWithTheStateBetweenMakeTheWhole() {
    var net = new LSTM(3, 4);
    var x = Tensor.randn(6, 2, 3);
    var first = net.forward(x.narrow(0, 0, 3));
    var second = net.forward(x.narrow(0, 3, 3), first.hidden(), first.cell());
    assertClose(Tensor.cat(0, first.output(), second.output()), net.forward(x).output());
  }

  /// oneDNN's kernel, which libtorch takes where no gradients are wanted, is wrong for such sizes.
  @Test
  void whatALongShortTermMemoryGivesDoesNotDependOnWhetherGradientsAreWanted() {
    for (int units : new int[] {1, 3, 16, 48, 100, 256}) {
      for (int batch : new int[] {1, 4}) {
        var net = new LSTM(8, units, o -> o.bidirectional().batchFirst());
        var x = Tensor.randn(batch, 6, 8);
        var expected = net.forward(x);
        for (var mode : List.<Supplier<Grad>>of(Grad::noGrad, Grad::inference)) {
          try (var _ = mode.get()) {
            var result = net.forward(x);
            assertClose(result.output(), expected.output().detach());
            assertClose(result.hidden(), expected.hidden().detach());
            assertClose(result.cell(), expected.cell().detach());
          }
        }
      }
    }
  }

  /// From half a million elements on libtorch's own steps take the place of oneDNN's kernel.
  @Test
  void manySequencesAreLearntFromAsFewAre() {
    var net = new LSTM(8, 128, o -> o.layers(2));
    var x = Tensor.randn(64, 64, 8);
    var whole = net.forward(x).output();
    whole.square().mean().backward();
    var gradients = net.parameters().stream().map(p -> p.tensor().grad().copy()).toList();
    net.zeroGrad();
    for (int half = 0; half < 2; half++) {
      var part = net.forward(x.narrow(1, 32L * half, 32)).output();
      assertClose(part.detach(), whole.detach().narrow(1, 32L * half, 32));
      part.square().mean().div(2).backward();
    }
    for (int i = 0; i < gradients.size(); i++) {
      assertClose(net.parameters().get(i).tensor().grad(), gradients.get(i));
    }
  }

  @Test
  void paddedSequencesAreReadAsPyTorchReadsPackedOnes() {
    var lengths = new long[] {3, 5, 1};
    var lstm = new LSTM(3, 4, o -> o.layers(2).batchFirst().bidirectional());
    var reference = load("lstmPacked", lstm);
    var result = lstm.forward(reference.get("x"), lengths);
    assertClose(result.output(), reference.get("y"));
    assertClose(result.hidden(), reference.get("y1"));
    assertClose(result.cell(), reference.get("y2"));
    var gru = new GRU(3, 4, o -> o.layers(2).bidirectional());
    var other = load("gruPacked", gru);
    assertClose(gru.forward(other.get("x"), lengths).output(), other.get("y"));
    assertClose(gru.forward(other.get("x"), lengths).hidden(), other.get("y1"));
    var rnn = new RNN(3, 4, o -> o.batchFirst().bidirectional().bias(false));
    var last = load("rnnPacked", rnn);
    assertClose(rnn.forward(last.get("x"), lengths).output(), last.get("y"));
    assertClose(rnn.forward(last.get("x"), lengths).hidden(), last.get("y1"));
  }

  @Test
  void aPaddedSequenceIsReadAsIfItWereAlone() {
    var lstm = new LSTM(3, 4, o -> o.bidirectional().layers(2));
    var x = Tensor.randn(5, 2, 3);
    var state = Tensor.randn(4, 2, 4);
    var cell = Tensor.randn(4, 2, 4);
    var both = lstm.forward(x, state, cell, new long[] {3, 5});
    var alone =
        lstm.forward(
            x.narrow(0, 0, 3).narrow(1, 0, 1), state.narrow(1, 0, 1), cell.narrow(1, 0, 1));
    assertClose(both.output().narrow(0, 0, 3).narrow(1, 0, 1), alone.output());
    assertClose(both.hidden().narrow(1, 0, 1), alone.hidden());
    assertClose(both.cell().narrow(1, 0, 1), alone.cell());
    assertThat(both.output().narrow(0, 3, 2).narrow(1, 0, 1).toFloatArray()).containsOnly(0);
    x.narrow(0, 3, 2).narrow(1, 0, 1).fill_(Double.NaN);
    assertClose(lstm.forward(x, state, cell, new long[] {3, 5}).output(), both.output());
  }

  @Test
  void gradientsOfPaddedSequencesAreThoseOfFiniteDifferences() {
    var x = Tensor.randn(3, 3, 2).to(DType.FLOAT64);
    var lengths = new long[] {1, 3, 2};
    var lstm = new LSTM(2, 2, o -> o.bidirectional());
    check(lstm, x, y -> lstm.forward(y, lengths).output());
    var gru = new GRU(2, 2, o -> o.batchFirst());
    check(gru, x, y -> gru.forward(y, lengths).hidden());
    var rnn = new RNN(2, 2);
    check(rnn, x, y -> rnn.forward(y, gru.zeroState(y), lengths).output());
  }

  @Test
  void gradientsOfRecurrentNetsAreThoseOfFiniteDifferences() {
    var x = Tensor.randn(3, 2, 3).to(DType.FLOAT64);
    var lstm = new LSTM(3, 2, o -> o.bidirectional());
    check(lstm, x, y -> lstm.forward(y).output());
    var gru = new GRU(3, 2);
    check(gru, x, y -> gru.forward(y).output());
    var rnn = new RNN(3, 2);
    check(rnn, x, y -> rnn.forward(y).output());
    var cell = new LSTMCell(3, 2);
    var zero = Tensor.zeros(2, 2).to(DType.FLOAT64);
    check(
        cell,
        x.get(0).copy(),
        y -> {
          var state = cell.forward(y, new LSTMCell.State(zero, zero));
          return cell.forward(y, state).cell();
        });
  }

  private static void check(Net net, Tensor x, UnaryOperator<Tensor> forward) {
    net.to(DType.FLOAT64);
    var inputs = new ArrayList<>(List.of(x));
    net.parameters().forEach(parameter -> inputs.add(parameter.tensor()));
    GradCheck.check(() -> forward.apply(x), inputs);
  }

  @Test
  void attentionComputesWhatPyTorchComputes() {
    var net = new MultiheadAttention(8, 2);
    var reference = load("attention", net);
    var x = reference.get("x");
    var memory = reference.get("x1");
    assertClose(net.forward(x, memory, Masks.NONE), reference.get("y"));
    var explained = net.explain(x, memory, Masks.NONE);
    assertClose(explained.output(), reference.get("y"));
    assertClose(explained.averaged(), reference.get("y1"));
  }

  @Test
  void masksHideWhatPyTorchsHide() {
    var net = new MultiheadAttention(8, 2);
    var reference = load("attention", net);
    var x = reference.get("x");
    var memory = reference.get("x1");
    var padding = Masks.padding(reference.get("padding"));
    assertClose(net.forward(x, memory, padding), reference.get("paddedY"));
    assertClose(net.explain(x, memory, padding).weights(), reference.get("paddedWeights"));
    assertClose(net.forward(memory, Masks.CAUSAL), reference.get("causalY"));
    var written = Tensor.ones(5, 5).triu(1).to(DType.BOOL);
    assertClose(net.forward(memory, new Masks(false, null, written)), reference.get("causalY"));
    assertClose(net.explain(memory, memory, Masks.CAUSAL).output(), reference.get("causalY"));
    var both = Masks.CAUSAL.withPadding(reference.get("padding"));
    assertClose(net.forward(memory, both), net.explain(memory, memory, both).output());
  }

  @Test
  void gradientsOfAttentionAreThoseOfFiniteDifferences() {
    var net = new MultiheadAttention(4, 2);
    var memory = Tensor.randn(2, 3, 4).to(DType.FLOAT64);
    check(net, Tensor.randn(2, 3, 4).to(DType.FLOAT64), y -> net.forward(y, Masks.CAUSAL));
    check(net, Tensor.randn(2, 2, 4).to(DType.FLOAT64), y -> net.forward(y, memory, Masks.NONE));
    check(
        net,
        Tensor.randn(2, 2, 4).to(DType.FLOAT64),
        y -> net.explain(y, memory, Masks.NONE).output());
  }

  /// A padded sequence, one of two that is all padding, and fewer queries than keys.
  static Stream<Arguments> maskedAttention() {
    var some = Tensor.of(new boolean[] {false, false, false, true, true, true}, 2, 3);
    var blind = Tensor.of(new boolean[] {false, true, false, true, true, true}, 2, 3);
    var row = Tensor.of(new boolean[] {false, true, true, true, true, true}, 2, 3);
    return Stream.of(
        Arguments.of("padding", Masks.padding(some)),
        Arguments.of("nothing but padding", Masks.padding(blind)),
        Arguments.of("causal", Masks.CAUSAL),
        Arguments.of("causal with padding", Masks.CAUSAL.withPadding(blind)),
        Arguments.of("a query that sees nothing", new Masks(false, null, row)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("maskedAttention")
  void masksMeanTheSameInTrainingAndEvaluationAndForTheWeights(String what, Masks masks) {
    var net = new MultiheadAttention(8, 2, 1e-5);
    var x = Tensor.randn(2, 2, 8).requiresGrad(true);
    var memory = Tensor.randn(2, 3, 8).requiresGrad(true);
    var ways =
        List.<Supplier<Tensor>>of(
            () -> net.forward(x, memory, masks), () -> net.explain(x, memory, masks).output());
    var inputs = new ArrayList<>(List.of(x, memory));
    net.parameters().forEach(parameter -> inputs.add(parameter.tensor()));
    var first = new ArrayList<Tensor>();
    for (boolean training : new boolean[] {false, true}) {
      if (training) {
        net.train();
      } else {
        net.eval();
      }
      for (var way : ways) {
        inputs.forEach(Tensor::zeroGrad);
        var output = way.get();
        output.square().sum().backward();
        var all = new ArrayList<>(List.of(output.detach()));
        inputs.forEach(input -> all.add(input.grad().copy()));
        if (first.isEmpty()) {
          first.addAll(all);
        }
        for (int i = 0; i < all.size(); i++) {
          assertThat(all.get(i).isFinite().all().itemLong()).isEqualTo(1);
          assertThat(all.get(i).allClose(first.get(i), 1e-3, 1e-4)).as("part %d", i).isTrue();
        }
      }
    }
  }

  @Test
  void aQueryThatSeesNothingGetsTheBiasAlone() {
    var net = new MultiheadAttention(8, 2);
    Init.constant(net.outProj.stateDict().get("bias"), 0.25);
    var padding = Tensor.of(new boolean[] {true, true, true}, 1, 3);
    var seen = net.explain(Tensor.randn(1, 2, 8), Tensor.randn(1, 3, 8), Masks.padding(padding));
    assertThat(seen.weights().toFloatArray()).containsOnly(0);
    assertThat(seen.output().toFloatArray()).containsOnly(0.25f);
  }

  @Test
  void causalAttentionOfOneQuerySeesTheFirstKeyOnly() {
    var net = new MultiheadAttention(8, 2);
    var x = Tensor.randn(1, 1, 8);
    var memory = Tensor.randn(1, 3, 8);
    var first = net.forward(x, memory.narrow(1, 0, 1), Masks.NONE);
    assertClose(net.forward(x, memory, Masks.CAUSAL), first);
    assertClose(net.explain(x, memory, Masks.CAUSAL).output(), first);
  }

  @Test
  void queriesOfAnotherBatchThanTheMemoryAreRefused() {
    var net = new MultiheadAttention(8, 2);
    var x = Tensor.randn(2, 3, 8);
    assertThatThrownBy(() -> net.forward(x, Tensor.randn(1, 4, 8), Masks.NONE))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("memory is [1, 4, 8], x is [2, 3, 8]");
  }

  @Test
  void masksThatAreNoTruthValuesAreRefused() {
    assertThatThrownBy(() -> Masks.padding(Tensor.ones(2, 3)))
        .isInstanceOf(DTypeException.class)
        .hasMessageContaining("FLOAT32");
    assertThatThrownBy(() -> Masks.padding(Tensor.ones(3).to(DType.BOOL)))
        .hasMessageContaining("[N, S], not [3]");
  }

  private static TransformerDecoder decoder(boolean normFirst) {
    return new TransformerDecoder(
        2,
        () ->
            new TransformerDecoderLayer(
                8,
                2,
                o -> {
                  o.feedForward(16).dropout(0).activation(Tensor::gelu);
                  if (normFirst) {
                    o.normFirst();
                  }
                }));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Post", "Pre"})
  void decodersComputeWhatPyTorchComputes(String order) {
    var net = decoder(order.equals("Pre"));
    var reference = load("decoder" + order, net);
    var y = net.forward(reference.get("x"), reference.get("x1"), Masks.NONE, Masks.NONE);
    assertClose(y, reference.get("y"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void gradientsOfDecodersAreThoseOfFiniteDifferences(boolean normFirst) {
    var net = decoder(normFirst);
    net.eval();
    var memory = Tensor.randn(1, 3, 8).to(DType.FLOAT64);
    var x = Tensor.randn(1, 2, 8).to(DType.FLOAT64);
    check(net, x, y -> net.forward(y, memory, Masks.CAUSAL, Masks.NONE));
    GradCheck.check(() -> net.forward(x, memory, Masks.CAUSAL, Masks.NONE), List.of(memory));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void decodingStepByStepGivesTheWholeSequence(boolean normFirst) {
    var net = decoder(normFirst);
    net.eval();
    var x = Tensor.randn(3, 5, 8);
    var memory = Tensor.randn(3, 4, 8);
    var whole = net.forward(x, memory, Masks.CAUSAL, Masks.NONE);
    try (var cache = net.cache()) {
      assertClose(net.decode(x.narrow(1, 0, 2), memory, Masks.NONE, cache), whole.narrow(1, 0, 2));
      try (var _ = Scope.open()) {
        assertClose(
            net.decode(x.narrow(1, 2, 2), memory, Masks.NONE, cache), whole.narrow(1, 2, 2));
      }
      var rows = Tensor.of(new long[] {2, 0});
      cache.reorder(rows);
      assertThat(cache.length()).isEqualTo(4);
      var last = net.decode(x.narrow(1, 4, 1).indexSelect(0, rows), memory, Masks.NONE, cache);
      assertClose(last, whole.narrow(1, 4, 1).indexSelect(0, rows));
    }
    assertThat(net.explain(x, memory, Masks.CAUSAL, Masks.NONE))
        .hasSize(2)
        .allSatisfy(seen -> assertClose(seen.weights().sum(-1), Tensor.ones(3, 2, 5)));
  }
}
