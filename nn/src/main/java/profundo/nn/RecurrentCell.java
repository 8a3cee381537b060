package profundo.nn;

import org.jspecify.annotations.Nullable;
import profundo.tensor.Tensor;

/// One step of a recurrent net, for nets that do something between the steps: what the cells have
/// in common, which is their weights and their sizes.
///
/// Weights are drawn uniformly from ±1/√hidden at first, as in PyTorch.
public abstract sealed class RecurrentCell extends Net permits GRUCell, LSTMCell, RNNCell {
  private final int gates;
  private final long in;
  private final long hidden;

  /// W_ih, `[gates · hidden, in]`.
  public final Tensor weightIh;

  /// W_hh, `[gates · hidden, hidden]`.
  public final Tensor weightHh;

  /// b_ih, `[gates · hidden]`; null for a cell without biases.
  public final @Nullable Tensor biasIh;

  /// b_hh, `[gates · hidden]`; null for a cell without biases.
  public final @Nullable Tensor biasHh;

  RecurrentCell(int gates, long in, long hidden, boolean bias) {
    Sizes.atLeast("the number of inputs", 0, in);
    Sizes.atLeast("the number of hidden units", 1, hidden);
    this.gates = gates;
    this.in = in;
    this.hidden = hidden;
    this.weightIh = weight(gates * hidden, in);
    this.weightHh = weight(gates * hidden, hidden);
    this.biasIh = bias ? weight(gates * hidden) : null;
    this.biasHh = bias ? weight(gates * hidden) : null;
  }

  private Tensor weight(long... shape) {
    return parameter(Init.fanInUniform(Tensor.zeros(shape), hidden));
  }

  final void check(Tensor x, Object before) {
    Inputs.last(this, x, in);
    Given.require(this, "before", before);
  }

  @Override
  protected long multiplyAdds(Tensor input, Tensor output) {
    return output.numel() * gates * (in + hidden);
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + " " + in + "→" + hidden;
  }
}
