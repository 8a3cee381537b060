package profundo.nn;

import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import profundo.tensor.Tensor;

/// A long short-term memory (Hochreiter & Schmidhuber 1997, with the forget gate of Gers et al.
/// 2000), by the fused kernel: `[L, N, in]` to `[L, N, D · hidden]`.
public final class LSTM extends RecurrentNet {
  /// What the net leaves.
  ///
  /// @param output the top layer's states at each step, `[L, N, D · hidden]`
  /// @param hidden the last state of each layer and direction, `[layers · D, N, hidden]`
  /// @param cell the last cell of each layer and direction, `[layers · D, N, hidden]`
  public record Result(Tensor output, Tensor hidden, Tensor cell) {}

  /// One layer, time first.
  public LSTM(long in, long hidden) {
    this(in, hidden, _ -> {});
  }

  /// With options: `new LSTM(64, 256, o -> o.layers(2).batchFirst())`.
  public LSTM(long in, long hidden, Consumer<RecurrentOptions> choose) {
    super(4, in, hidden, RecurrentOptions.of(choose));
  }

  /// The outputs and the last state and cell, starting from zeros.
  public Result forward(Tensor x) {
    requireSequences(x);
    return run(x, zeroState(x), zeroState(x), null);
  }

  /// As [#forward(Tensor)] for padded sequences of these lengths, each 1 to L.
  public Result forward(Tensor x, long[] lengths) {
    Given.require("lengths", lengths);
    requireSequences(x);
    return run(x, zeroState(x), zeroState(x), lengths);
  }

  /// The outputs and the last state and cell, starting from a state and a cell, each `[layers · D,
  /// N, hidden]`.
  public Result forward(Tensor x, Tensor state, Tensor cell) {
    Given.require("cell", cell);
    return from(x, state, cell, null);
  }

  /// As [#forward(Tensor,Tensor,Tensor)] for padded sequences of these lengths, each 1 to L.
  public Result forward(Tensor x, Tensor state, Tensor cell, long[] lengths) {
    Given.require("cell", cell);
    Given.require("lengths", lengths);
    return from(x, state, cell, lengths);
  }

  private Result from(Tensor x, Tensor state, Tensor cell, long @Nullable [] lengths) {
    requireSequences(x);
    requireState("the state", x, state);
    requireState("the cell", x, cell);
    return run(x, state, cell, lengths);
  }

  private Result run(Tensor x, Tensor state, Tensor cell, long @Nullable [] lengths) {
    var result =
        x.lstm(
            state,
            cell,
            weights,
            options.bias,
            options.layers,
            options.dropout,
            training(),
            options.bidirectional,
            options.batchFirst,
            lengths);
    shown(x, result);
    return new Result(result.output(), result.hidden(), Objects.requireNonNull(result.cell()));
  }
}
