package profundo.nn;

import profundo.tensor.Tensor;

/// One step of a gated recurrent unit, for nets that do something between the steps: `[N, in]` and
/// the state before it to the state after it, `[N, hidden]`.
///
/// Weights are drawn uniformly from ±1/√hidden at first, as in PyTorch.
public final class GRUCell extends Net {
  private final long in;
  private final long hidden;

  /// W_ih, `[3 · hidden, in]`; gates in the order reset, update, new.
  public final Tensor weightIh;

  /// W_hh, `[3 · hidden, hidden]`.
  public final Tensor weightHh;

  /// b_ih, `[3 · hidden]`.
  public final Tensor biasIh;

  /// b_hh, `[3 · hidden]`.
  public final Tensor biasHh;

  /// A cell with this many inputs and hidden units.
  public GRUCell(long in, long hidden) {
    Sizes.atLeast("the number of inputs", 0, in);
    Sizes.atLeast("the number of hidden units", 1, hidden);
    this.in = in;
    this.hidden = hidden;
    this.weightIh = weight(3 * hidden, in);
    this.weightHh = weight(3 * hidden, hidden);
    this.biasIh = weight(3 * hidden);
    this.biasHh = weight(3 * hidden);
  }

  private Tensor weight(long... shape) {
    return parameter(Init.fanInUniform(Tensor.zeros(shape), hidden));
  }

  /// The state after reading `x`.
  public Tensor forward(Tensor x, Tensor before) {
    Inputs.last(this, x, in);
    Given.require(this, "before", before);
    return output(x, () -> x.gruCell(before, weightIh, weightHh, biasIh, biasHh));
  }

  @Override
  protected long multiplyAdds(Tensor input, Tensor output) {
    return output.numel() * 3 * (in + hidden);
  }

  @Override
  public String toString() {
    return "GRUCell " + in + "→" + hidden;
  }
}
