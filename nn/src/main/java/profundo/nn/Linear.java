package profundo.nn;

import org.jspecify.annotations.Nullable;
import profundo.tensor.Tensor;

/// An affine map of the last dimension: y = x · Wᵀ + b, `[…, in]` to `[…, out]`.
///
/// Both are drawn uniformly from ±1/√in at first, as in PyTorch.
public final class Linear extends Net implements Layer {
  private final long in;
  private final long out;

  /// W, `[out, in]`.
  public final Tensor weight;

  /// b, `[out]`; null without one.
  public final @Nullable Tensor bias;

  /// A map from `in` numbers to `out` numbers, with a bias.
  public Linear(long in, long out) {
    this(in, out, true);
  }

  /// A map from `in` numbers to `out` numbers.
  public Linear(long in, long out, boolean bias) {
    Sizes.atLeast("the number of features", 0, in, out);
    this.in = in;
    this.out = out;
    this.weight = parameter(Init.fanInUniform(Tensor.zeros(out, in), in));
    this.bias = bias ? parameter(Init.fanInUniform(Tensor.zeros(out), in)) : null;
  }

  @Override
  public Tensor forward(Tensor x) {
    return output(x, () -> compute(this, x, weight));
  }

  /// What another net, or this one, computes with this W.
  Tensor compute(Net net, Tensor x, Tensor weight) {
    Inputs.last(net, x, in);
    return x.linear(weight, bias);
  }

  @Override
  protected long multiplyAdds(Tensor input, Tensor output) {
    return output.numel() * in;
  }

  @Override
  public String toString() {
    return "Linear " + in + "→" + out;
  }
}
