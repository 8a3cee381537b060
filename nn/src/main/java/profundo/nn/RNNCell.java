package profundo.nn;

import profundo.tensor.Tensor;

/// One step of a simple recurrent net with tanh, for nets that do something between the steps: `[N,
/// in]` and the state before it to the state after it, `[N, hidden]`.
///
/// Weights are drawn uniformly from ±1/√hidden at first, as in PyTorch.
public final class RNNCell extends Net {
  private final long in;
  private final long hidden;

  /// W_ih, `[hidden, in]`.
  public final Tensor weightIh;

  /// W_hh, `[hidden, hidden]`.
  public final Tensor weightHh;

  /// b_ih, `[hidden]`.
  public final Tensor biasIh;

  /// b_hh, `[hidden]`.
  public final Tensor biasHh;

  /// A cell with this many inputs and hidden units.
  public RNNCell(long in, long hidden) {
    Sizes.atLeast("the number of inputs", 0, in);
    Sizes.atLeast("the number of hidden units", 1, hidden);
    this.in = in;
    this.hidden = hidden;
    this.weightIh = weight(hidden, in);
    this.weightHh = weight(hidden, hidden);
    this.biasIh = weight(hidden);
    this.biasHh = weight(hidden);
  }

  private Tensor weight(long... shape) {
    return parameter(Init.fanInUniform(Tensor.zeros(shape), hidden));
  }

  /// The state after reading `x`.
  public Tensor forward(Tensor x, Tensor before) {
    Inputs.last(this, x, in);
    Given.require(this, "before", before);
    return output(x, () -> x.rnnTanhCell(before, weightIh, weightHh, biasIh, biasHh));
  }

  @Override
  protected long multiplyAdds(Tensor input, Tensor output) {
    return output.numel() * (in + hidden);
  }

  @Override
  public String toString() {
    return "RNNCell " + in + "→" + hidden;
  }
}
