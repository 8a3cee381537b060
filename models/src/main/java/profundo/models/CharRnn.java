package profundo.models;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import profundo.nn.Dropout;
import profundo.nn.Embedding;
import profundo.nn.GRU;
import profundo.nn.LSTM;
import profundo.nn.Linear;
import profundo.nn.Net;
import profundo.nn.RNN;
import profundo.nn.RecurrentNet;
import profundo.nn.RecurrentOptions;
import profundo.tensor.Grad;
import profundo.tensor.Recurrent;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// A model of text, character by character: recurrent layers above an embedding, as in Karpathy's
/// "The unreasonable effectiveness of recurrent neural networks" (2015). It knows the characters
/// that it was trained on.
public final class CharRnn extends Net {
  private final Tensor vocabulary;
  private final Embedding embedding;
  private final RecurrentNet recurrent;
  private final Dropout dropout;
  private final Linear linear;

  /// The kinds of recurrent layers.
  public enum Cell {
    /// A long short-term memory (Hochreiter & Schmidhuber 1997).
    LSTM,
    /// A gated recurrent unit (Cho et al. 2014).
    GRU,
    /// A simple recurrent net with tanh (Elman 1990).
    RNN
  }

  /// What the net remembers of the text so far.
  ///
  /// @param hidden `[layers, N, units]`
  /// @param cell `[layers, N, units]`; zeros where the layers have none
  public record State(Tensor hidden, Tensor cell) {
    /// The same memory, which outlives a scope.
    public State keptBy(Scope scope) {
      return new State(scope.keep(hidden), scope.keep(cell));
    }
  }

  /// Scores of the next characters, and the memory after them.
  ///
  /// @param scores `[N, L, characters]`
  public record Result(Tensor scores, State state) {}

  /// A net for texts of these characters.
  ///
  /// @param vocabulary code points in their order; a character's number is its place here
  /// @param cell the kind of its recurrent layers
  public CharRnn(
      int[] vocabulary, Cell cell, long embedding, long units, int layers, double dropout) {
    this.vocabulary = buffer(Tensor.of(Arrays.stream(vocabulary).asLongStream().toArray()));
    this.embedding = child("embedding", new Embedding(vocabulary.length, embedding));
    this.recurrent =
        child(
            cell.name().toLowerCase(Locale.ROOT),
            recurrent(
                cell,
                embedding,
                units,
                o -> o.layers(layers).batchFirst().dropout(layers > 1 ? dropout : 0)));
    this.dropout = new Dropout(dropout);
    this.linear = new Linear(units, vocabulary.length);
  }

  private static RecurrentNet recurrent(
      Cell cell, long in, long units, Consumer<RecurrentOptions> choose) {
    return switch (cell) {
      case LSTM -> new LSTM(in, units, choose);
      case GRU -> new GRU(in, units, choose);
      case RNN -> new RNN(in, units, choose);
    };
  }

  /// Scores `[N, L, characters]` of the characters after each of `[N, L]`, from an empty memory.
  public Tensor forward(Tensor x) {
    return forward(x, empty(x.size(0))).scores();
  }

  /// As [#forward(Tensor)] from a memory.
  public Result forward(Tensor x, State state) {
    var result = read(embedded(x), state);
    var cell = result.cell();
    return new Result(
        linear.forward(dropout.forward(result.output())),
        new State(result.hidden(), cell == null ? state.cell() : cell));
  }

  private Recurrent read(Tensor x, State state) {
    return switch (recurrent) {
      case LSTM lstm -> {
        var result = lstm.forward(x, state.hidden(), state.cell());
        yield new Recurrent(result.output(), result.hidden(), result.cell());
      }
      case GRU gru -> gru.forward(x, state.hidden());
      case RNN rnn -> rnn.forward(x, state.hidden());
    };
  }

  /// An empty memory for so many texts.
  public State empty(long texts) {
    var zeros = recurrent.zeroState(Tensor.zeros(texts, 1, embedding.weight.size(1)));
    return new State(
        zeros.to(embedding.weight.device()), zeros.zerosLike().to(embedding.weight.device()));
  }

  /// Goes on with a text.
  ///
  /// @param prompt its beginning, 1 character or more; those that the net does not know are left
  ///   out: see [#unknown(String)]
  /// @param count how many characters are written
  /// @param temperature what scores are divided by: below 1 more probable ones are preferred
  public String write(String prompt, int count, double temperature) {
    eval();
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var known = vocabulary.toLongArray();
      long[] ids =
          prompt
              .codePoints()
              .mapToLong(c -> Arrays.binarySearch(known, c))
              .filter(i -> i >= 0)
              .toArray();
      var result = forward(row(ids.length == 0 ? new long[] {0} : ids), empty(1));
      var written = new StringBuilder();
      for (int i = 0; i < count; i++) {
        Result next;
        try (var step = Scope.open()) {
          var last = result.scores().select(1, result.scores().size(1) - 1).div(temperature);
          long id = last.softmax(1).multinomial(1, true).itemLong();
          written.appendCodePoint((int) known[(int) id]);
          var made = forward(row(id), result.state());
          next = new Result(step.keep(made.scores()), made.state().keptBy(step));
        }
        result = next;
      }
      return written.toString();
    }
  }

  /// The characters of a text that the net does not know, each once, in the text's order.
  public List<String> unknown(String text) {
    var known = vocabulary.toLongArray();
    return text.codePoints()
        .filter(c -> Arrays.binarySearch(known, c) < 0)
        .distinct()
        .mapToObj(Character::toString)
        .toList();
  }

  private Tensor embedded(Tensor x) {
    return dropout.forward(embedding.forward(x));
  }

  private Tensor row(long... ids) {
    return Tensor.of(LongStream.of(ids).toArray(), 1, ids.length).to(embedding.weight.device());
  }
}
