package profundo.nn;

import java.util.function.Consumer;
import profundo.tensor.Recurrent;
import profundo.tensor.Tensor;

/// A simple recurrent net with tanh (Elman 1990), by the fused kernel: `[L, N, in]` to `[L, N, D ·
/// hidden]`.
public final class RNN extends RecurrentNet {
  /// One layer, time first.
  public RNN(long in, long hidden) {
    this(in, hidden, _ -> {});
  }

  /// With options: `new RNN(64, 256, o -> o.layers(2).batchFirst())`.
  public RNN(long in, long hidden, Consumer<RecurrentOptions> choose) {
    super(1, in, hidden, RecurrentOptions.of(choose));
  }

  /// The outputs and the last state, starting from zeros.
  public Recurrent forward(Tensor x) {
    return run(Given.require(this, "x", x), null, x::rnnTanh);
  }

  /// As [#forward(Tensor)] for padded sequences of these lengths, each 1 to L.
  public Recurrent forward(Tensor x, long[] lengths) {
    Given.require("lengths", lengths);
    return run(Given.require(this, "x", x), lengths, x::rnnTanh);
  }

  /// The outputs and the last state, starting from a state `[layers · D, N, hidden]`.
  public Recurrent forward(Tensor x, Tensor state) {
    return run(Given.require(this, "x", x), state, null, x::rnnTanh);
  }

  /// As [#forward(Tensor,Tensor)] for padded sequences of these lengths, each 1 to L.
  public Recurrent forward(Tensor x, Tensor state, long[] lengths) {
    Given.require("lengths", lengths);
    return run(Given.require(this, "x", x), state, lengths, x::rnnTanh);
  }
}
