package profundo.nn;

import org.jspecify.annotations.Nullable;
import profundo.tensor.Tensor;

/// A layer whose weight is computed anew, from other parameters, each time that it is used. The
/// layer that it is made of gives its weight and its bias, and is not used by itself any longer.
public abstract sealed class Reparametrised extends Net implements Layer
    permits SpectralNorm, WeightNorm {
  private final transient Net layer;
  private final transient Computation computation;

  /// The layer's bias; null without one.
  public final @Nullable Tensor bias;

  private interface Computation {
    Tensor of(Net net, Tensor x, Tensor weight);
  }

  Reparametrised(Linear layer) {
    this(layer, layer.bias, layer::compute);
  }

  Reparametrised(ConvNet layer) {
    this(layer, layer.bias, layer::compute);
  }

  private Reparametrised(Net layer, @Nullable Tensor bias, Computation computation) {
    this.layer = layer;
    this.computation = computation;
    this.bias = bias == null ? null : parameter(bias);
  }

  /// The weight to compute with now.
  abstract Tensor weight();

  @Override
  public final Tensor forward(Tensor x) {
    return output(x, () -> computation.of(this, x, weight()));
  }

  @Override
  protected final long multiplyAdds(Tensor input, Tensor output) {
    return layer.multiplyAdds(input, output);
  }

  @Override
  public final String toString() {
    return getClass().getSimpleName() + " of " + layer;
  }
}
