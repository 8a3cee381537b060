package profundo.data;

import profundo.base.Given;
import profundo.tensor.DType;
import profundo.tensor.Shape;

/// One field of a dataset's samples.
///
/// @param name what it is, such as `image` or `label`
/// @param dtype the type of its numbers
/// @param shape the shape of one sample's field, of a sequence that of one step; `[]` for a single
///   number
/// @param isSequence whether a sample has as many steps of it as it is long
public record Field(String name, DType dtype, Shape shape, boolean isSequence) {
  /// A field that is of one shape in all samples.
  public Field(String name, DType dtype, Shape shape) {
    this(name, dtype, shape, false);
  }

  /// A field that has as many steps of a shape as its sample is long (see [SequenceDataset]).
  public static Field sequence(String name, DType dtype, Shape step) {
    return new Field(
        Given.require("name", name),
        Given.require("dtype", dtype),
        Given.require("step", step),
        true);
  }

  /// The bytes of one sample's field, of a sequence those of one step.
  public long bytes() {
    return shape.numel() * dtype.bytes();
  }

  /// `[samples, …]`, of a sequence `[samples, steps, …]`.
  long[] batchShape(int samples, int steps) {
    int before = isSequence ? 2 : 1;
    var sizes = new long[shape.dim() + before];
    sizes[0] = samples;
    if (isSequence) {
      sizes[1] = steps;
    }
    for (int i = 0; i < shape.dim(); i++) {
      sizes[i + before] = shape.size(i);
    }
    return sizes;
  }
}
