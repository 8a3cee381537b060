package profundo.tensor;

import org.jspecify.annotations.Nullable;

/// Shapes that do not fit an operation, each other, or a net: the wrong number of dimensions, or
/// other sizes.
public final class ShapeException extends ArgumentException {
  private static final long serialVersionUID = 1L;

  /// An error of an operation.
  ///
  /// @param operation begins the message; empty for none
  /// @param problem what is wrong, where, and the remedy
  /// @param shapes those that met
  public ShapeException(String operation, String problem, Shape... shapes) {
    this(sentence(operation, problem), operation, shapes.clone(), false, null);
  }

  ShapeException(
      String message, String operation, Shape[] shapes, boolean placed, @Nullable Throwable cause) {
    super(message, operation, shapes, placed, cause);
  }

  @Override
  ShapeException copy(String message, String operation, Shape[] shapes, @Nullable Throwable cause) {
    return new ShapeException(message, operation, shapes, true, cause);
  }
}
