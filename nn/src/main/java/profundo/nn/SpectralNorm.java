package profundo.nn;

import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// A layer whose weights are divided by their largest singular value (Miyato et al. 2018, algorithm
/// 1), so that it stretches nothing: the discriminators of stable GANs.
///
/// ```java
/// final SpectralNorm conv = new SpectralNorm(new Conv2d(3, 64, 4));
/// ```
///
/// The singular vectors are followed by one step of power iteration for each forward pass in
/// training; evaluation, and a frozen net, leave them as they are. The names are those of PyTorch's
/// `spectral_norm`: `weight_orig`, `weight_u`, `weight_v` and `bias`.
public final class SpectralNorm extends Reparametrised {
  private static final int FIRST_STEPS = 15;
  private static final double EPS = 1e-12;

  private final int outputs;

  /// The weight before the division.
  public final Tensor weightOrig;

  /// The left singular vector, `[out]`.
  public final Tensor weightU;

  /// The right singular vector, `[in · kernel]`.
  public final Tensor weightV;

  /// Of a linear map.
  public SpectralNorm(Linear layer) {
    super(Given.require("layer", layer));
    this.outputs = 0;
    this.weightOrig = parameter(layer.weight);
    this.weightU = buffer(vector(matrix().size(0)));
    this.weightV = buffer(vector(matrix().size(1)));
    follow(FIRST_STEPS);
  }

  /// Of a convolution.
  public SpectralNorm(ConvNet layer) {
    super(Given.require("layer", layer));
    this.outputs = layer.outputs();
    this.weightOrig = parameter(layer.weight);
    this.weightU = buffer(vector(matrix().size(0)));
    this.weightV = buffer(vector(matrix().size(1)));
    follow(FIRST_STEPS);
  }

  private static Tensor vector(long size) {
    return normalised(Tensor.randn(size));
  }

  /// The weight as `[out, in · kernel]`.
  private Tensor matrix() {
    return weightOrig.transpose(0, outputs).flatten(1);
  }

  private void follow(int steps) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var matrix = matrix();
      for (int i = 0; i < steps; i++) {
        weightV.copy_(normalised(matrix.t().matmul(weightU)));
        weightU.copy_(normalised(matrix.matmul(weightV)));
      }
    }
  }

  private static Tensor normalised(Tensor vector) {
    return vector.div(vector.norm().clampMin(EPS));
  }

  @Override
  Tensor weight() {
    if (training() && !frozen()) {
      follow(1);
    }
    var largest = weightU.copy().dot(matrix().matmul(weightV.copy()));
    return weightOrig.div(largest);
  }
}
