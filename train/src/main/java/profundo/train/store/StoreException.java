package profundo.train.store;

import org.jspecify.annotations.Nullable;
import profundo.base.ProfundoException;

/// A run store that cannot be read or written, or a run that it does not hold.
///
/// The message names the file and the remedy.
public class StoreException extends ProfundoException {
  private static final long serialVersionUID = 1L;

  /// An error with the sentence that a person reads.
  public StoreException(String message) {
    super(message);
  }

  StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
