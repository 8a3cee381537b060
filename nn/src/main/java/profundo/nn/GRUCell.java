package profundo.nn;

import profundo.tensor.Tensor;

/// One step of a gated recurrent unit: `[N, in]` and the state before it to the state after it,
/// `[N, hidden]`. Its 3 gates lie in the order reset, update, new.
public final class GRUCell extends RecurrentCell {
  /// A cell with this many inputs and hidden units.
  public GRUCell(long in, long hidden) {
    this(in, hidden, true);
  }

  /// A cell with this many inputs and hidden units, with or without biases.
  public GRUCell(long in, long hidden, boolean bias) {
    super(3, in, hidden, bias);
  }

  /// The state after reading `x`.
  public Tensor forward(Tensor x, Tensor before) {
    check(x, before);
    return output(x, () -> x.gruCell(before, weightIh, weightHh, biasIh, biasHh));
  }
}
