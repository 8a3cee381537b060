package profundo.train.metric;

import profundo.base.Given;
import profundo.tensor.DType;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// The peak signal-to-noise ratio of pictures in decibels, 10 log₁₀(L² / MSE), where L is the range
/// of the pixels (ITU-T J.247).
public final class Psnr {
  private Psnr() {}

  /// The ratio of two tensors of one shape; infinite if they are equal.
  ///
  /// @param range of the pixels: 1 for 0 to 1, 2 for −1 to 1, 255 for bytes
  /// @throws profundo.tensor.ShapeException if the shapes differ, or they are empty
  /// @throws IllegalArgumentException if the range is not above 0
  public static double of(Tensor picture, Tensor reference, double range) {
    Given.require("picture", picture);
    Given.require("reference", reference);
    PicturePairs.check(picture, reference, range);
    try (var _ = Grad.noGrad();
        var _ = Scope.open()) {
      var error = picture.to(DType.FLOAT64).sub(reference.to(DType.FLOAT64)).square().mean().item();
      return 20 * Math.log10(range) - 10 * Math.log10(error);
    }
  }
}
