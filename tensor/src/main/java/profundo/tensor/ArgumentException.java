package profundo.tensor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an operation or a net was given does not fit it, by its shape ([ShapeException]), its
/// element type ([DTypeException]) or an index ([IndexException]).
///
/// It is the mistake of whoever gave it, so a server can answer with the message.
public abstract sealed class ArgumentException extends TensorException
    permits ShapeException, DTypeException, IndexException {
  private static final long serialVersionUID = 1L;

  private final String operation;
  private final Shape[] shapes;
  private final boolean placed;

  ArgumentException(
      String message, String operation, Shape[] shapes, boolean placed, @Nullable Throwable cause) {
    super(message, cause);
    this.operation = operation;
    this.shapes = shapes;
    this.placed = placed;
  }

  /// The operation that refused, such as `matmul`; empty where a net refused its input before any.
  public final String operation() {
    return operation;
  }

  /// The shapes that met there, in the order of the arguments, as far as they are known.
  public final List<Shape> shapes() {
    return List.of(shapes);
  }

  /// This error with its place said first, such as the layer's; itself if it names one already.
  public final ArgumentException within(String place) {
    NullArgument.require("within", "place", place);
    if (placed) {
      return this;
    }
    var result = copy(place + ": " + getMessage(), operation, shapes, getCause());
    result.setStackTrace(getStackTrace());
    return result;
  }

  abstract ArgumentException copy(
      String message, String operation, Shape[] shapes, @Nullable Throwable cause);

  static String sentence(String operation, String problem) {
    return operation.isEmpty() ? problem : operation + ": " + problem;
  }
}
