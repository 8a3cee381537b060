package profundo.tensor;

import org.jspecify.annotations.Nullable;

/// An index, a label or a dimension that is not there.
public final class IndexException extends ArgumentException {
  private static final long serialVersionUID = 1L;

  /// An error of an operation.
  ///
  /// @param operation begins the message; empty for none
  /// @param problem what is wrong, where, and the remedy
  /// @param shapes those that met
  public IndexException(String operation, String problem, Shape... shapes) {
    this(sentence(operation, problem), operation, shapes.clone(), false, null);
  }

  IndexException(
      String message, String operation, Shape[] shapes, boolean placed, @Nullable Throwable cause) {
    super(message, operation, shapes, placed, cause);
  }

  @Override
  IndexException copy(String message, String operation, Shape[] shapes, @Nullable Throwable cause) {
    return new IndexException(message, operation, shapes, true, cause);
  }
}
