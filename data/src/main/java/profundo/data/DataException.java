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
    super(text(key, arguments), cause);
  }

  DataException(String key, Object... arguments) {
    this(null, key, arguments);
  }

  /// Such a sentence, or a clause of one: in one line, whatever a library's message brought along.
  static String text(String key, Object... arguments) {
    return TEXT.get(key, arguments).replaceAll("\\s*\\R\\s*", " ");
  }
}
