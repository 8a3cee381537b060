package profundo.nn;

import profundo.tensor.Tensor;

/// One step of a simple recurrent net with tanh: `[N, in]` and the state before it to the state
/// after it, `[N, hidden]`. It has one gate: the state itself.
public final class RNNCell extends RecurrentCell {
  /// A cell with this many inputs and hidden units.
  public RNNCell(long in, long hidden) {
    super(1, in, hidden);
  }

  /// The state after reading `x`.
  public Tensor forward(Tensor x, Tensor before) {
    check(x, before);
    return output(x, () -> x.rnnTanhCell(before, weightIh, weightHh, biasIh, biasHh));
  }
}
