package profundo.nn;

import profundo.tensor.Tensor;

/// One step of a long short-term memory, for nets that do something between the steps: `[N, in]`
/// and the state before it to the state after it.
///
/// Weights are drawn uniformly from ±1/√hidden at first, as in PyTorch.
public final class LSTMCell extends Net {
  private final long in;
  private final long hidden;

  /// W_ih, `[4 · hidden, in]`; gates in the order input, forget, cell, output.
  public final Tensor weightIh;

  /// W_hh, `[4 · hidden, hidden]`.
  public final Tensor weightHh;

  /// b_ih, `[4 · hidden]`.
  public final Tensor biasIh;

  /// b_hh, `[4 · hidden]`.
  public final Tensor biasHh;

  /// What the cell carries from step to step, each `[N, hidden]`.
  public record State(Tensor hidden, Tensor cell) {}

  /// A cell with this many inputs and hidden units.
  public LSTMCell(long in, long hidden) {
    Sizes.atLeast("the number of inputs", 0, in);
    Sizes.atLeast("the number of hidden units", 1, hidden);
    this.in = in;
    this.hidden = hidden;
    this.weightIh = weight(4 * hidden, in);
    this.weightHh = weight(4 * hidden, hidden);
    this.biasIh = weight(4 * hidden);
    this.biasHh = weight(4 * hidden);
  }

  private Tensor weight(long... shape) {
    return parameter(Init.fanInUniform(Tensor.zeros(shape), hidden));
  }

  /// The state after reading `x`.
  public State forward(Tensor x, State before) {
    Inputs.last(this, x, in);
    Given.require(this, "before", before);
    var after = x.lstmCell(before.hidden, before.cell, weightIh, weightHh, biasIh, biasHh);
    Watch.report(this, x, after[0]);
    return new State(after[0], after[1]);
  }

  @Override
  protected long multiplyAdds(Tensor input, Tensor output) {
    return output.numel() * 4 * (in + hidden);
  }

  @Override
  public String toString() {
    return "LSTMCell " + in + "→" + hidden;
  }
}
