package profundo.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import profundo.tensor.DType;
import profundo.tensor.Grad;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.TensorException;
import profundo.tensor.Tensors;

/// Every operation and every layer computes the same, forwards and backwards, however the numbers
/// of its inputs lie in memory, and whether or not a gradient of an input is wanted.
class LayoutsTest {
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

  /// Of which of the inputs a gradient is wanted.
  private enum Wanted {
    ALL,
    ALL_BUT_THE_FIRST;

    boolean has(int input) {
      return this == ALL || input > 0;
    }
  }

  /// What is computed of inputs: they are given by name, and made on the way.
  private interface Computed {
    List<Tensor> results(UnaryOperator<Tensor> layout, Wanted wanted, Map<String, Tensor> inputs);
  }

  /// What looks at memory as it lies, and refuses some layouts as it documents.
  private static final Set<String> VIEWS = Set.of("view", "viewAsComplex", "angle");

  /// Which of several equal numbers is chosen is not said.
  private static final Set<String> CHOICES = Set.of("median", "median.dim");

  static Stream<String> operations() {
    return OperationsTest.cases().filter(name -> !VIEWS.contains(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"view", "viewAsComplex"})
  void aLayoutThatCannotBeViewedIsRefused(String name) {
    var operations = new OperationsTest();
    operations.layout = Layout.TRANSPOSED::of;
    assertThatThrownBy(() -> operations.results(name)).isInstanceOf(TensorException.class);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void anOperationComputesTheSameInEveryLayout(String name) {
    var layouts = CHOICES.contains(name) ? Layout.ofDistinct() : List.of(Layout.values());
    check(
        layouts,
        (layout, wanted, inputs) -> {
          var operations = new OperationsTest();
          operations.layout = layout;
          operations.results(name);
          int number = 0;
          for (var input : operations.inputs.values()) {
            input.requiresGrad(wanted.has(number++) && input.dtype().isFloatingPoint());
          }
          inputs.putAll(operations.inputs);
          return operations.results(name);
        });
  }

  /// Compares each layout with a contiguous copy of what lies so.
  private static void check(List<Layout> layouts, Computed computed) {
    for (var layout : layouts) {
      UnaryOperator<Tensor> dense = x -> layout.of(x).contiguous().copy();
      for (var wanted : Wanted.values()) {
        var expected = withGradients(computed, dense, wanted);
        var what = layout + ", gradients of " + wanted;
        check(what, withGradients(computed, layout::of, wanted), expected);
        if (wanted == Wanted.ALL) {
          check(what + " one by one", oneByOne(computed, layout::of, expected), expected);
        }
      }
    }
  }

  /// The results, and the gradients of all the inputs that have one.
  private static Map<String, Tensor> withGradients(
      Computed computed, UnaryOperator<Tensor> layout, Wanted wanted) {
    var all = new LinkedHashMap<String, Tensor>();
    var inputs = new LinkedHashMap<String, Tensor>();
    var results = computed.results(layout, wanted, inputs);
    inputs.values().forEach(Tensor::zeroGrad);
    for (int i = 0; i < results.size(); i++) {
      all.put("result " + i, results.get(i).detach());
    }
    var sum = sum(results);
    if (sum.requiresGrad()) {
      sum.backward();
    }
    inputs.forEach((name, input) -> {
      if (input.hasGrad()) {
        all.put(name, input.grad().copy());
      }
    });
    return all;
  }

  /// As [#withGradients], each gradient computed by itself.
  private static Map<String, Tensor> oneByOne(
      Computed computed, UnaryOperator<Tensor> layout, Map<String, Tensor> expected) {
    var all = new LinkedHashMap<>(expected);
    for (var name : expected.keySet()) {
      var inputs = new LinkedHashMap<String, Tensor>();
      var sum = sum(computed.results(layout, Wanted.ALL, inputs));
      var input = inputs.get(name);
      if (input != null) {
        all.put(name, Grad.of(sum, List.of(input), false).getFirst());
      }
    }
    return all;
  }

  /// A sum to which each element of each result counts differently.
  private static Tensor sum(List<Tensor> results) {
    var sum = Tensors.zeros(DType.FLOAT64);
    for (var result : results) {
      if (result.requiresGrad()) {
        var slopes = Tensor.arange(result.numel()).to(DType.FLOAT64).mul(0.37).sin();
        sum = sum.add(result.mul(slopes.reshape(result.shape().toArray())).sum());
      }
    }
    return sum;
  }

  private static void check(String what, Map<String, Tensor> actual, Map<String, Tensor> expected) {
    assertThat(actual.keySet()).as(what).isEqualTo(expected.keySet());
    expected.forEach((name, tensor) ->
        assertThat(isClose(Objects.requireNonNull(actual.get(name)), tensor))
            .as(() ->
                "%s: %s: expected %s%nbut was %s".formatted(what, name, tensor, actual.get(name)))
            .isTrue());
  }

  private static boolean isClose(Tensor actual, Tensor expected) {
    var known = expected.isNaN().logicalNot();
    return actual.shape().equals(expected.shape())
        && actual.dtype() == expected.dtype()
        && actual.isNaN().logicalNot().equal(known)
        && actual.maskedSelect(known).allClose(expected.maskedSelect(known), 1e-9, 1e-11);
  }

  /// A layer, the shapes of what it reads, and what it computes of them.
  record Case(Supplier<Net> layer, List<long[]> shapes, Computation computation) {}

  interface Computation {
    Tensor of(Net net, List<Tensor> inputs);
  }

  static final Map<String, Case> LAYERS = new LinkedHashMap<>();

  private static void layer(Supplier<Net> layer, long... shape) {
    of("", layer, (net, x) -> ((Layer) net).forward(x.getFirst()), shape);
  }

  private static void of(
      String kind, Supplier<Net> layer, Computation computation, long[]... shapes) {
    try (var _ = Scope.open()) {
      var name = layer.get().getClass().getSimpleName() + kind;
      LAYERS.put(name, new Case(layer, List.of(shapes), computation));
    }
  }

  private static long[] l(long... sizes) {
    return sizes;
  }

  static {
    layer(() -> new Linear(5, 3), 4, 2, 5);
    layer(() -> new Conv1d(4, 6, 3, o -> o.padding(1).groups(2)), 2, 4, 7);
    layer(() -> new Conv2d(4, 6, 3, o -> o.stride(2).padding(1).groups(2)), 2, 4, 7, 6);
    layer(() -> new ConvTranspose2d(4, 6, 3, o -> o.stride(2).outputPadding(1)), 2, 4, 5, 4);
    layer(() -> new Conv3d(2, 3, 2, o -> o.padding(1)), 2, 2, 3, 4, 3);
    layer(() -> new ConvTranspose1d(4, 6, 3, o -> o.stride(2).groups(2)), 2, 4, 5);
    layer(() -> new ConvTranspose3d(2, 3, 2, o -> o.stride(2)), 2, 2, 2, 3, 2);
    layer(() -> new SpectralNorm(new Conv2d(3, 4, 3)).eval(), 2, 3, 5, 4);
    layer(() -> new WeightNorm(new Conv2d(3, 4, 3)), 2, 3, 5, 4);
    layer(() -> new MaxPool2d(2), 2, 3, 6, 4);
    layer(() -> new PixelShuffle(2), 2, 8, 3, 4);
    layer(() -> new PixelUnshuffle(2), 2, 2, 6, 4);
    layer(() -> new AvgPool2d(3, 2, 1), 2, 3, 6, 5);
    layer(() -> new AdaptiveAvgPool2d(2, 3), 2, 3, 6, 5);
    layer(() -> new Upsample(2, Upsample.Mode.BILINEAR), 2, 3, 4, 5);
    layer(() -> new BatchNorm1d(4), 3, 4, 5);
    layer(() -> new BatchNorm2d(4), 3, 4, 5, 2);
    of(" in evaluation", () -> new BatchNorm2d(4).eval(), LayoutsTest::forward, l(3, 4, 5, 2));
    layer(() -> new LayerNorm(4, 5), 3, 4, 5);
    layer(() -> new GroupNorm(2, 4), 3, 4, 5, 2);
    of(" of sequences", () -> new GroupNorm(2, 4), LayoutsTest::forward, l(3, 4, 5));
    layer(() -> new BatchNorm3d(4), 3, 4, 2, 3, 2);
    layer(() -> new InstanceNorm1d(4, 1e-5, true), 3, 4, 5);
    layer(() -> new InstanceNorm2d(4, 1e-5, true), 3, 4, 5, 2);
    layer(() -> new LocalResponseNorm(3, 0.1, 0.75, 2), 3, 4, 5, 2);
    layer(() -> new RMSNorm(5), 3, 4, 5);
    layer(ReLU::new, 3, 4, 5, 2);
    layer(Tanh::new, 3, 4, 5, 2);
    layer(Sigmoid::new, 3, 4, 5, 2);
    layer(GELU::new, 3, 4, 5, 2);
    layer(LeakyReLU::new, 3, 4, 5, 2);
    layer(Flatten::new, 3, 4, 5, 2);
    layer(() -> new Dropout(0.5).eval(), 3, 4, 5, 2);
    layer(() -> new Dropout2d(0.5).eval(), 3, 4, 5, 2);
    layer(() -> new Sequential(new Conv2d(4, 4, 3), new GroupNorm(2, 4)), 2, 4, 6, 5);
    layer(() -> new PositionalEncoding(4, 9), 2, 5, 4);
    layer(() -> new RotaryPositions(4, 9), 2, 5, 4);
    of("", () -> new LSTM(3, 4), (net, x) -> ((LSTM) net).forward(x.get(0)).output(), l(5, 2, 3));
    of(
        " from a state",
        () -> new LSTM(3, 4, o -> o.batchFirst().bidirectional()),
        (net, x) -> ((LSTM) net).forward(x.get(0), x.get(1), x.get(2)).output(),
        l(2, 5, 3),
        l(2, 2, 4),
        l(2, 2, 4));
    of(
        "",
        () -> new GRU(3, 4),
        (net, x) -> ((GRU) net).forward(x.get(0), x.get(1)).output(),
        l(5, 2, 3),
        l(1, 2, 4));
    of(
        "",
        () -> new RNN(3, 4),
        (net, x) -> ((RNN) net).forward(x.get(0), x.get(1)).output(),
        l(5, 2, 3),
        l(1, 2, 4));
    of(
        "",
        () -> new LSTMCell(3, 4),
        (net, x) ->
            ((LSTMCell) net).forward(x.get(0), new LSTMCell.State(x.get(1), x.get(2))).cell(),
        l(2, 3),
        l(2, 4),
        l(2, 4));
    of(
        "",
        () -> new GRUCell(3, 4),
        (net, x) -> ((GRUCell) net).forward(x.get(0), x.get(1)),
        l(2, 3),
        l(2, 4));
    of(
        "",
        () -> new RNNCell(3, 4),
        (net, x) -> ((RNNCell) net).forward(x.get(0), x.get(1)),
        l(2, 3),
        l(2, 4));
    of(
        "",
        () -> new EmbeddingBag(6, 4),
        (net, x) -> ((EmbeddingBag) net).forward(x.get(0).abs().mul(2).to(DType.INT64)),
        l(3, 5));
    of(
        "",
        () -> new Embedding(6, 4),
        (net, x) -> ((Embedding) net).forward(x.get(0).abs().mul(2).to(DType.INT64)),
        l(3, 5));
    of(
        "",
        () -> new MultiheadAttention(8, 2),
        (net, x) -> ((MultiheadAttention) net).forward(x.get(0), x.get(1), Masks.NONE),
        l(2, 5, 8),
        l(2, 4, 8));
    of(
        " causal",
        () -> new MultiheadAttention(8, 2).eval(),
        (net, x) -> ((MultiheadAttention) net).forward(x.get(0), Masks.CAUSAL),
        l(2, 5, 8));
    of(
        " of other sizes",
        () -> new MultiheadAttention(8, 2, 0, 6, 5),
        (net, x) -> ((MultiheadAttention) net).forward(x.get(0), x.get(1), x.get(2), Masks.NONE),
        l(2, 5, 8),
        l(2, 4, 6),
        l(2, 4, 5));
    layer(() -> new TransformerEncoderLayer(8, 2, o -> o.dropout(0)), 2, 5, 8);
    layer(
        () -> new TransformerEncoder(2, () -> new TransformerEncoderLayer(8, 2, o -> o.dropout(0))),
        2,
        5,
        8);
    of(
        "",
        () -> new TransformerDecoderLayer(8, 2, o -> o.dropout(0)),
        (net, x) ->
            ((TransformerDecoderLayer) net).forward(x.get(0), x.get(1), Masks.CAUSAL, Masks.NONE),
        l(2, 5, 8),
        l(2, 4, 8));
    of(
        "",
        () -> new TransformerDecoder(1, () -> new TransformerDecoderLayer(8, 2, o -> o.dropout(0))),
        (net, x) ->
            ((TransformerDecoder) net).forward(x.get(0), x.get(1), Masks.CAUSAL, Masks.NONE),
        l(2, 5, 8),
        l(2, 4, 8));
  }

  private static Tensor forward(Net net, List<Tensor> inputs) {
    return ((Layer) net).forward(inputs.getFirst());
  }

  static Stream<String> layers() {
    return LAYERS.keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aLayerComputesTheSameInEveryLayout(String name) {
    var tried = Objects.requireNonNull(LAYERS.get(name));
    try (var net = tried.layer.get()) {
      net.to(DType.FLOAT64);
      var values = new ArrayList<Tensor>();
      tried.shapes.forEach(shape -> values.add(Tensor.randn(shape).to(DType.FLOAT64)));
      check(
          List.of(Layout.values()),
          (layout, wanted, inputs) -> {
            var given = new ArrayList<Tensor>();
            for (int i = 0; i < values.size(); i++) {
              given.add(layout.apply(values.get(i)).requiresGrad(wanted.has(i)));
              inputs.put("input " + i, given.get(i));
            }
            net.parameters().forEach(weight -> inputs.put(weight.name(), weight.tensor()));
            return List.of(tried.computation.of(net, given));
          });
    }
  }

  @Test
  void everyLayerHasACase() {
    var missing = new TreeSet<String>();
    for (var type : Classes.publicIn(Net.class)) {
      if (Net.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
        missing.add(type.getSimpleName());
      }
    }
    LAYERS.keySet().forEach(name -> missing.remove(name.replaceFirst(" .*", "")));
    assertThat(missing).as("layers without a case").isEmpty();
  }
}
