package profundo.data;

import profundo.tensor.DType;
import profundo.tensor.Shape;

/// One field of a dataset's samples.
///
/// @param name what it is, such as `image` or `label`
/// @param dtype the type of its numbers
/// @param shape the shape of one sample's field; `[]` for a single number
public record Field(String name, DType dtype, Shape shape) {
  /// The bytes of one sample's field.
  public long bytes() {
    return shape.numel() * dtype.bytes();
  }

  long[] batchShape(int samples) {
    var sizes = new long[shape.dim() + 1];
    sizes[0] = samples;
    for (int i = 0; i < shape.dim(); i++) {
      sizes[i + 1] = shape.size(i);
    }
    return sizes;
  }
}
