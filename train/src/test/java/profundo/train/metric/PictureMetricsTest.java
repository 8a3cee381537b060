package profundo.train.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import profundo.tensor.DType;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;

class PictureMetricsTest {
  @Test
  void theRatioIsTwentyDecibelsForATenthOfTheRange() {
    try (var _ = Scope.open()) {
      var grey = Tensor.full(0.5, 3, 4, 4);
      assertThat(Psnr.of(grey.add(0.1), grey, 1)).isCloseTo(20, within(1e-5));
      assertThat(Psnr.of(grey.mul(255.0).add(25.5), grey.mul(255.0), 255))
          .isCloseTo(20, within(1e-4));
      assertThat(Psnr.of(grey, grey, 1)).isEqualTo(Double.POSITIVE_INFINITY);
      var bytes = Tensor.of(new byte[] {0, (byte) 255});
      assertThat(Psnr.of(bytes, Tensor.of(new byte[] {(byte) 255, 0}), 255)).isZero();
    }
  }

  @Test
  void equalPicturesAreWhollySimilar() {
    try (var _ = Scope.open()) {
      Rng.seed(1);
      var picture = Tensor.rand(2, 3, 16, 20);
      assertThat(Ssim.of(picture, picture, 1)).isCloseTo(1, within(1e-9));
      var other = Tensor.rand(2, 3, 16, 20);
      assertThat(Ssim.of(picture, other, 1)).isCloseTo(Ssim.of(other, picture, 1), within(1e-12));
      assertThat(Ssim.of(picture, other, 1)).isBetween(-1.0, 0.5);
    }
  }

  /// Of pictures of one grey each only the luminance differs: (2ab + C₁) / (a² + b² + C₁).
  @Test
  void ofPlainPicturesOnlyTheLuminanceCounts() {
    try (var _ = Scope.open()) {
      var similarity = Ssim.of(Tensor.full(100, 11, 11), Tensor.full(150, 11, 11), 255);
      double c1 = 2.55 * 2.55;
      assertThat(similarity)
          .isCloseTo((2 * 100 * 150 + c1) / (100 * 100 + 150 * 150 + c1), within(1e-9));
    }
  }

  /// The paper's sums, term by term, in one window after another.
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theSimilarityIsThePapersFormula(int seed) {
    try (var _ = Scope.open()) {
      Rng.seed(seed);
      int height = 13;
      int width = 12;
      var x = Tensor.rand(height, width).to(DType.FLOAT64);
      var y = x.mul(0.7).add(Tensor.rand(height, width).mul(0.2));
      var a = x.toDoubleArray();
      var b = y.toDoubleArray();
      double sum = 0;
      for (int top = 0; top <= height - 11; top++) {
        for (int left = 0; left <= width - 11; left++) {
          sum += window(a, b, top * width + left, width);
        }
      }
      assertThat(Ssim.of(x, y, 1)).isCloseTo(sum / (3 * 2), within(1e-10));
    }
  }

  private static double window(double[] a, double[] b, int corner, int width) {
    double all = 0;
    double meanA = 0;
    double meanB = 0;
    for (int i = 0; i < 121; i++) {
      int at = corner + i / 11 * width + i % 11;
      all += weight(i);
      meanA += weight(i) * a[at];
      meanB += weight(i) * b[at];
    }
    meanA /= all;
    meanB /= all;
    double varA = 0;
    double varB = 0;
    double both = 0;
    for (int i = 0; i < 121; i++) {
      int at = corner + i / 11 * width + i % 11;
      varA += weight(i) / all * (a[at] - meanA) * (a[at] - meanA);
      varB += weight(i) / all * (b[at] - meanB) * (b[at] - meanB);
      both += weight(i) / all * (a[at] - meanA) * (b[at] - meanB);
    }
    double c1 = 1e-4;
    double c2 = 9e-4;
    return (2 * meanA * meanB + c1)
        * (2 * both + c2)
        / ((meanA * meanA + meanB * meanB + c1) * (varA + varB + c2));
  }

  private static double weight(int i) {
    double y = i / 11 - 5;
    double x = i % 11 - 5;
    return Math.exp(-(x * x + y * y) / (2 * 1.5 * 1.5));
  }

  @Test
  void whatCannotBeComparedIsRefused() {
    try (var _ = Scope.open()) {
      assertThatThrownBy(() -> Ssim.of(Tensor.ones(10, 11), Tensor.ones(10, 11), 1))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("11×11");
      assertThatThrownBy(() -> Psnr.of(Tensor.ones(2), Tensor.ones(3), 1))
          .isInstanceOf(ShapeException.class)
          .hasMessageContainingAll("[2]", "[3]");
      assertThatThrownBy(() -> Psnr.of(Tensor.ones(2), Tensor.ones(2), 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("range");
    }
  }
}
