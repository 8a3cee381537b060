package profundo.nn;

import profundo.tensor.Tensor;

/// Group normalisation (Wu & He 2018) of `[N, C, …]`: the channels of a group are normalised
/// together for each sample. ε is 10⁻⁵; γ starts at 1, β at 0.
public final class GroupNorm extends Net implements Layer {
  private final long groups;
  private final long channels;

  /// γ, `[C]`.
  public final Tensor weight;

  /// β, `[C]`.
  public final Tensor bias;

  /// Splits the channels into this many groups.
  public GroupNorm(long groups, long channels) {
    Sizes.atLeast("the number of channels", 0, channels);
    if (groups < 1 || channels % groups != 0) {
      throw new NetException(channels + " channels cannot be split into " + groups + " groups.");
    }
    this.groups = groups;
    this.channels = channels;
    this.weight = parameter(Tensor.ones(channels));
    this.bias = parameter(Tensor.zeros(channels));
  }

  @Override
  public Tensor forward(Tensor x) {
    Inputs.batch(this, x, 2, 5, channels);
    return output(x, () -> x.groupNorm(groups, weight, bias, 1e-5));
  }

  @Override
  public String toString() {
    return "GroupNorm " + groups + " of " + channels;
  }
}
