package profundo.train.metric;

import java.util.Arrays;
import profundo.base.Text;
import profundo.tensor.DTypeException;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;

/// What every measure of two pictures checks first.
final class PicturePairs {
  private PicturePairs() {}

  static void check(Tensor picture, Tensor reference, double range) {
    if (!Arrays.equals(picture.shape().toArray(), reference.shape().toArray())
        || picture.numel() == 0) {
      throw new ShapeException(
          "metric",
          Text.format(
              "pictures that are compared have one shape with pixels, not %s and %s",
              picture.shape(), reference.shape()),
          picture.shape(),
          reference.shape());
    }
    if (picture.dtype().isComplex() || reference.dtype().isComplex()) {
      throw new DTypeException("metric", "pixels are real numbers");
    }
    if (!(range > 0 && Double.isFinite(range))) {
      throw new IllegalArgumentException(
          Text.format("the range of the pixels is above 0, such as 1 or 255, not %s", range));
    }
  }
}
