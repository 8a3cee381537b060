package profundo.data;

import java.io.EOFException;
import org.jspecify.annotations.Nullable;
import profundo.tensor.ProfundoException;
import profundo.tensor.Text;

/// Data that cannot be had or read: the sentence names the file, what is wrong with it, and the
/// remedy, in the user's language.
public final class DataException extends ProfundoException {
  private static final long serialVersionUID = 1L;
  private static final Text TEXT = Text.of(DataException.class);
  private static final int LONGEST = 160;

  DataException(@Nullable Throwable cause, String key, Object... arguments) {
    super(text(key, arguments), cause);
  }

  DataException(String key, Object... arguments) {
    this(null, key, arguments);
  }

  /// What a failure says of itself, in one short line; never "null", which says nothing.
  static String reason(Throwable failure) {
    if (failure instanceof EOFException) {
      return text("why.short");
    }
    var message = failure.getMessage();
    var first = message == null ? "" : message.strip().lines().findFirst().orElse("");
    if (first.isEmpty()) {
      return failure.getClass().getSimpleName();
    }
    return first.length() > LONGEST ? first.substring(0, LONGEST) + "…" : first;
  }

  /// Such a sentence, or a clause of one: in one line, whatever a library's message brought along.
  static String text(String key, Object... arguments) {
    return TEXT.get(key, arguments).replaceAll("\\s*\\R\\s*", " ");
  }
}
