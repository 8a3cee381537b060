package profundo.nn;

import org.jspecify.annotations.Nullable;
import profundo.base.ProfundoException;

/// A net that cannot do what was asked: the message names the layer by its path, says what is wrong
/// and what would be right.
public class NetException extends ProfundoException {
  private static final long serialVersionUID = 1L;

  /// An error with the sentence that a person reads.
  public NetException(String message) {
    super(message);
  }

  /// An error with the sentence that a person reads and the error beneath it.
  public NetException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
