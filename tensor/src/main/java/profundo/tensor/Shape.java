package profundo.tensor;

import java.io.Serializable;
import java.util.Arrays;

/// The sizes of a tensor along its dimensions, such as `[64, 1, 28, 28]`.
///
/// Immutable. A scalar has the empty shape `[]`.
public final class Shape implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final Shape SCALAR = new Shape(new long[0]);

  private final long[] sizes;

  private Shape(long[] sizes) {
    this.sizes = sizes;
  }

  /// The shape with these sizes, each 0 or more.
  ///
  /// @throws ShapeException if a size is negative
  public static Shape of(long... sizes) {
    NullArgument.require("of", "sizes", sizes);
    if (sizes.length == 0) {
      return SCALAR;
    }
    for (long size : sizes) {
      if (size < 0) {
        throw new ShapeException(
            "", "A size cannot be negative: " + Arrays.toString(sizes) + "; use 0 or more.");
      }
    }
    return new Shape(sizes.clone());
  }

  /// The number of dimensions.
  public int dim() {
    return sizes.length;
  }

  /// The size along dimension `dim`; negative dimensions count from the last one (−1).
  ///
  /// @throws IndexException if there is no such dimension
  public long size(int dim) {
    int index = dim < 0 ? dim + sizes.length : dim;
    if (index < 0 || index >= sizes.length) {
      throw new IndexException(
          "", "There is no dimension " + dim + " in the shape " + this + ".", this);
    }
    return sizes[index];
  }

  /// The number of elements: the product of the sizes.
  ///
  /// @throws ShapeException if the product does not fit 63 bits
  public long numel() {
    long product = 1;
    for (long size : sizes) {
      try {
        product = Math.multiplyExact(product, size);
      } catch (ArithmeticException e) {
        throw new ShapeException("", "The shape " + this + " has more elements than 2^63.", this);
      }
    }
    return product;
  }

  /// The sizes themselves, for whoever changes none of them.
  long[] sizes() {
    return sizes;
  }

  /// The sizes as a new array.
  public long[] toArray() {
    return sizes.clone();
  }

  /// The shape that two shapes broadcast to, by NumPy's rule: from the last dimension on, sizes are
  /// equal, or one of them is 1 or absent.
  ///
  /// @throws ShapeException if they do not broadcast
  public Shape broadcast(Shape other) {
    NullArgument.require("broadcast", "other", other);
    var result = new long[Math.max(dim(), other.dim())];
    for (int i = 1; i <= result.length; i++) {
      long a = i <= dim() ? size(-i) : 1;
      long b = i <= other.dim() ? other.size(-i) : 1;
      if (a != b && a != 1 && b != 1) {
        throw new ShapeException(
            "", "The shapes " + this + " and " + other + " do not broadcast.", this, other);
      }
      result[result.length - i] = a == 1 ? b : a;
    }
    return new Shape(result);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  /// As PyTorch writes it: `[64, 1, 28, 28]`.
  @Override
  public String toString() {
    return Arrays.toString(sizes);
  }
}
