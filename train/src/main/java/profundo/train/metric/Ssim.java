package profundo.train.metric;

import profundo.base.Given;
import profundo.base.Text;
import profundo.tensor.DType;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;

/// The structural similarity of pictures (Wang et al. 2004, equation 13): luminance, contrast and
/// structure in windows of 11×11 under a normal distribution of σ = 1.5, with K₁ = 0.01 and K₂ =
/// 0.03, averaged over the windows that lie inside, as in the authors' own program.
public final class Ssim {
  private static final int WINDOW = 11;
  private static final double SIGMA = 1.5;
  private static final double K1 = 0.01;
  private static final double K2 = 0.03;

  private Ssim() {}

  /// The mean similarity, −1 to 1; 1 for equal pictures. The paper's is of grey pictures: channels
  /// are taken one by one and averaged.
  ///
  /// @param picture `[N, C, H, W]`, `[C, H, W]` or `[H, W]`, at least 11×11
  /// @param reference of the same shape
  /// @param range of the pixels: 1 for 0 to 1, 2 for −1 to 1, 255 for bytes
  /// @throws ShapeException if the shapes differ or are others
  /// @throws IllegalArgumentException if the range is not above 0
  public static double of(Tensor picture, Tensor reference, double range) {
    Given.require("picture", picture);
    Given.require("reference", reference);
    PicturePairs.check(picture, reference, range);
    var dim = picture.dim();
    if (dim < 2 || dim > 4 || picture.size(-1) < WINDOW || picture.size(-2) < WINDOW) {
      throw new ShapeException(
          "ssim",
          Text.format(
              "pictures are [N, C, H, W], [C, H, W] or [H, W] with at least %d×%d pixels, not %s",
              WINDOW, WINDOW, picture.shape()),
          picture.shape());
    }
    try (var _ = Grad.noGrad();
        var _ = Scope.open()) {
      return map(grey(picture), grey(reference), range).mean().item();
    }
  }

  private static Tensor grey(Tensor picture) {
    return picture.to(DType.FLOAT64).reshape(-1, 1, picture.size(-2), picture.size(-1));
  }

  private static Tensor map(Tensor x, Tensor y, double range) {
    var c1 = K1 * range * K1 * range;
    var c2 = K2 * range * K2 * range;
    var muX = mean(x);
    var muY = mean(y);
    var product = muX.mul(muY);
    var squares = muX.square().add(muY.square());
    var covariance = mean(x.mul(y)).sub(product);
    var variances = mean(x.square()).add(mean(y.square())).sub(squares);
    var above = product.mul(2.0).add(c1).mul(covariance.mul(2.0).add(c2));
    return above.div(squares.add(c1).mul(variances.add(c2)));
  }

  /// The mean under the window, which is a product of a column and a row.
  private static Tensor mean(Tensor x) {
    var weights = weights();
    var column = Tensor.of(weights, 1, 1, WINDOW, 1);
    var row = Tensor.of(weights, 1, 1, 1, WINDOW);
    return convolved(convolved(x, column), row);
  }

  private static Tensor convolved(Tensor x, Tensor kernel) {
    return x.conv2d(kernel, null, new long[] {1, 1}, new long[] {0, 0}, new long[] {1, 1}, 1);
  }

  private static double[] weights() {
    var weights = new double[WINDOW];
    var sum = 0.0;
    for (var i = 0; i < WINDOW; i++) {
      var distance = i - WINDOW / 2;
      weights[i] = Math.exp(-distance * distance / (2 * SIGMA * SIGMA));
      sum += weights[i];
    }
    for (var i = 0; i < WINDOW; i++) {
      weights[i] /= sum;
    }
    return weights;
  }
}
