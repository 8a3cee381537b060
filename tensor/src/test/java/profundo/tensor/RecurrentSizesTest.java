package profundo.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The recurrent kernels with one argument of another size than the others ask for, smaller and
/// larger, in each place in turn.
class RecurrentSizesTest {
  private static final long STEPS = 3;
  private static final long BATCH = 2;
  private static final long IN = 5;
  private static final long HIDDEN = 4;
  private static final int LAYERS = 2;

  private Scope scope;

  @BeforeEach
  void open() {
    scope = Scope.open();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  /// A call of a kernel: its arguments are the input, the states, and the weights in their order.
  private record Call(String name, int gates, int states, boolean cell, boolean bothWays) {
    @Override
    public String toString() {
      return name + (bothWays ? " both ways" : "");
    }

    List<Tensor> arguments() {
      var all = new ArrayList<Tensor>();
      int directions = bothWays ? 2 : 1;
      all.add(cell ? Tensor.randn(BATCH, IN) : Tensor.randn(STEPS, BATCH, IN));
      for (int i = 0; i < states; i++) {
        all.add(
            cell
                ? Tensor.randn(BATCH, HIDDEN)
                : Tensor.randn((long) LAYERS * directions, BATCH, HIDDEN));
      }
      for (int i = 0; i < (cell ? 1 : LAYERS * directions); i++) {
        all.add(Tensor.randn(gates * HIDDEN, i < directions ? IN : HIDDEN * directions));
        all.add(Tensor.randn(gates * HIDDEN, HIDDEN));
        all.add(Tensor.randn(gates * HIDDEN));
        all.add(Tensor.randn(gates * HIDDEN));
      }
      return all;
    }

    void on(List<Tensor> all) {
      var x = all.get(0);
      var w = all.subList(1 + states, all.size()).toArray(new Tensor[0]);
      switch (name) {
        case "lstm" -> x.lstm(all.get(1), all.get(2), w, true, LAYERS, 0, false, bothWays, false);
        case "gru" -> x.gru(all.get(1), w, true, LAYERS, 0, false, bothWays, false);
        case "rnnTanh" -> x.rnnTanh(all.get(1), w, true, LAYERS, 0, false, bothWays, false);
        default -> x.lstmCell(all.get(1), all.get(2), w[0], w[1], w[2], w[3]);
      }
    }
  }

  static Stream<Call> calls() {
    return Stream.of(
        new Call("lstm", 4, 2, false, false),
        new Call("lstm", 4, 2, false, true),
        new Call("gru", 3, 1, false, false),
        new Call("gru", 3, 1, false, true),
        new Call("rnnTanh", 1, 1, false, false),
        new Call("rnnTanh", 1, 1, false, true),
        new Call("lstmCell", 4, 2, true, false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("calls")
  void anArgumentOfAnotherSizeIsRefusedWithSizes(Call call) {
    call.on(call.arguments());
    int places = call.arguments().size();
    for (int place = 0; place < places; place++) {
      int dims = call.arguments().get(place).dim();
      for (int dim = 0; dim < dims; dim++) {
        if (place == 0 && dim == 0 && !call.cell) {
          continue;
        }
        for (long size : new long[] {0, 1, 3, 7, 100_000}) {
          var all = call.arguments();
          var shape = all.get(place).shape().toArray();
          shape[dim] = size;
          all.set(place, Tensor.zeros(shape));
          assertThatThrownBy(() -> call.on(all))
              .as("argument %d of size %d along %d", place, size, dim)
              .isInstanceOf(TensorException.class)
              .hasMessageStartingWith(call.name + ": ")
              .hasMessageContaining(": x is [")
              .hasMessageContaining("hidden is [");
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("calls")
  void anArgumentOfOtherDimensionsIsRefused(Call call) {
    int places = call.arguments().size();
    for (int place = 0; place < places; place++) {
      var flat = call.arguments();
      flat.set(place, flat.get(place).unsqueeze(0));
      assertThatThrownBy(() -> call.on(flat)).isInstanceOf(TensorException.class);
      var scalar = call.arguments();
      scalar.set(place, Tensor.scalar(1));
      assertThatThrownBy(() -> call.on(scalar)).isInstanceOf(TensorException.class);
    }
  }

  @Test
  void weightsOfAnotherTypeOrNumberAreRefused() {
    var call = new Call("lstm", 4, 2, false, false);
    Consumer<List<Tensor>> run = call::on;
    var types = call.arguments();
    types.set(4, types.get(4).to(DType.FLOAT64));
    assertThatThrownBy(() -> run.accept(types)).hasMessageContaining("FLOAT64 and x is FLOAT32");
    var states = call.arguments();
    states.set(2, states.get(2).to(DType.BFLOAT16));
    assertThatThrownBy(() -> run.accept(states)).hasMessageContaining("the states are BFLOAT16");
    var few = call.arguments().subList(0, 8);
    assertThatThrownBy(() -> run.accept(few)).hasMessageContaining("not 5 tensors");
    var many = call.arguments();
    many.addAll(call.arguments().subList(3, 7));
    assertThatThrownBy(() -> run.accept(many)).hasMessageContaining("not 12 tensors");
  }

  @Test
  void theSentenceNamesTheWeightAndItsSize() {
    var all = new Call("gru", 3, 1, false, true).arguments();
    all.set(2 + 4 * 3 + 2, Tensor.zeros(3));
    assertThatThrownBy(() -> new Call("gru", 3, 1, false, true).on(all))
        .hasMessage(
            "gru: bias_ih_l1_reverse is [3], [12] wanted: x is [3, 2, 5], hidden is [4, 2, 4].");
  }

  @Test
  void lengthsAreOneForEachSequenceAndFitTheSteps() {
    var call = new Call("gru", 3, 1, false, false);
    var all = call.arguments();
    var w = all.subList(2, all.size()).toArray(new Tensor[0]);
    for (var lengths : List.of(new long[] {1}, new long[] {1, 2, 3}, new long[0])) {
      assertThatThrownBy(
              () -> all.get(0).gru(all.get(1), w, true, LAYERS, 0, false, false, false, lengths))
          .hasMessageContaining("lengths for a batch of 2");
    }
    for (var lengths : List.of(new long[] {1, 4}, new long[] {3, 0}, new long[] {-1, 1})) {
      assertThatThrownBy(
              () -> all.get(0).gru(all.get(1), w, true, LAYERS, 0, false, false, false, lengths))
          .hasMessageContaining("1 to 3 wanted");
    }
    var whole = all.get(0).gru(all.get(1), w, true, LAYERS, 0, false, false, false);
    var full =
        all.get(0).gru(all.get(1), w, true, LAYERS, 0, false, false, false, new long[] {3, 3});
    assertThat(full.output().equal(whole.output())).isTrue();
  }
}
