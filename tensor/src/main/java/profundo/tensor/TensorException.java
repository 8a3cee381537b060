package profundo.tensor;

import org.jspecify.annotations.Nullable;
import profundo.base.ProfundoException;

/// A tensor operation that cannot be done: the message names the operation, says why, and shows the
/// shapes that met.
public class TensorException extends ProfundoException {
  private static final long serialVersionUID = 1L;

  /// An error of the operation with the sentence that a person reads.
  public TensorException(String message) {
    super(message);
  }

  TensorException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
