package profundo.nn;

import java.util.stream.LongStream;
import profundo.tensor.Tensor;

/// A layer whose weights are lengths times directions (Salimans & Kingma 2016, equation 2): w = g ·
/// v / ‖v‖ for each slice of the weight's first dimension.
///
/// ```java
/// final WeightNorm fc = new WeightNorm(new Linear(64, 10));
/// ```
///
/// At first the weights are the layer's. The names are those of PyTorch's `weight_norm`:
/// `weight_g`, `weight_v` and `bias`.
public final class WeightNorm extends Reparametrised {
  /// The lengths g, `[out, 1, …]`.
  public final Tensor weightG;

  /// The directions v, of the weight's shape.
  public final Tensor weightV;

  /// Of a linear map.
  public WeightNorm(Linear layer) {
    super(Given.require("layer", layer));
    this.weightV = parameter(layer.weight);
    this.weightG = parameter(lengths(layer.weight.detach()));
  }

  /// Of a convolution.
  public WeightNorm(ConvNet layer) {
    super(Given.require("layer", layer));
    this.weightV = parameter(layer.weight);
    this.weightG = parameter(lengths(layer.weight.detach()));
  }

  private static Tensor lengths(Tensor v) {
    return v.norm(2, true, LongStream.range(1, v.dim()).toArray());
  }

  @Override
  Tensor weight() {
    return weightV.mul(weightG.div(lengths(weightV)));
  }
}
