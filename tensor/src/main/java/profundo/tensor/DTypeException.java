package profundo.tensor;

import org.jspecify.annotations.Nullable;

/// An element type that an operation does not take, or several that do not go together.
public final class DTypeException extends ArgumentException {
  private static final long serialVersionUID = 1L;

  /// An error of an operation.
  ///
  /// @param operation begins the message; empty for none
  /// @param problem what is wrong, where, and the remedy
  /// @param shapes those that met
  public DTypeException(String operation, String problem, Shape... shapes) {
    this(sentence(operation, problem), operation, shapes.clone(), false, null);
  }

  DTypeException(
      String message, String operation, Shape[] shapes, boolean placed, @Nullable Throwable cause) {
    super(message, operation, shapes, placed, cause);
  }

  @Override
  DTypeException copy(String message, String operation, Shape[] shapes, @Nullable Throwable cause) {
    return new DTypeException(message, operation, shapes, true, cause);
  }
}
