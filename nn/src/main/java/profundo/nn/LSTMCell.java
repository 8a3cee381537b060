package profundo.nn;

import profundo.tensor.Tensor;

/// One step of a long short-term memory: `[N, in]` and the state before it to the state after it.
/// Its 4 gates lie in the order input, forget, cell, output.
public final class LSTMCell extends RecurrentCell {
  /// What the cell carries from step to step, each `[N, hidden]`.
  public record State(Tensor hidden, Tensor cell) {}

  /// A cell with this many inputs and hidden units.
  public LSTMCell(long in, long hidden) {
    this(in, hidden, true);
  }

  /// A cell with this many inputs and hidden units, with or without biases.
  public LSTMCell(long in, long hidden, boolean bias) {
    super(4, in, hidden, bias);
  }

  /// The state after reading `x`.
  public State forward(Tensor x, State before) {
    check(x, before);
    var after = x.lstmCell(before.hidden, before.cell, weightIh, weightHh, biasIh, biasHh);
    Watch.report(this, x, after[0]);
    return new State(after[0], after[1]);
  }
}
