package profundo.tensor;

import org.jspecify.annotations.Nullable;

/// There is not enough memory on the device for an operation's result.
public final class MemoryException extends TensorException {
  private static final long serialVersionUID = 1L;

  MemoryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
