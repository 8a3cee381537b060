package profundo.data;

import org.jspecify.annotations.Nullable;
import profundo.tensor.ProfundoException;
import profundo.tensor.Text;

/// Data that cannot be had or read: the sentence names the file, what is wrong with it, and the
/// remedy, in the user's language.
public final class DataException extends ProfundoException {
  private static final long serialVersionUID = 1L;
  private static final Text TEXT = Text.of(DataException.class);

  DataException(@Nullable Throwable cause, String key, Object... arguments) {
    super(TEXT.get(key, arguments), cause);
  }

  DataException(String key, Object... arguments) {
    this(null, key, arguments);
  }

  /// A clause of such a sentence.
  static String text(String key, Object... arguments) {
    return TEXT.get(key, arguments);
  }
}
