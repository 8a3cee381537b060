package profundo.data;

import org.jspecify.annotations.Nullable;
import profundo.base.ProfundoException;

/// Data that cannot be had or read: the sentence names the file, what is wrong with it, and the
/// remedy, in the user's language.
public final class DataException extends ProfundoException {
  private static final long serialVersionUID = 1L;

  /// With the whole sentence.
  public DataException(String sentence) {
    this(sentence, null);
  }

  /// With the whole sentence, and what led to it.
  public DataException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
