package profundo.data.shared;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import profundo.base.Reason;
import profundo.base.Text;
import profundo.data.DataException;

/// The sentences with which data is refused, by their keys.
public final class Refusal {
  private static final Text TEXT = Text.of(DataException.class);
  private static final int LONGEST = 160;

  private Refusal() {}

  /// The exception with this sentence.
  public static DataException of(String key, Object... arguments) {
    return new DataException(text(key, arguments));
  }

  /// The exception with this sentence, and what led to it.
  public static DataException of(@Nullable Throwable cause, String key, Object... arguments) {
    return new DataException(text(key, arguments), cause);
  }

  /// What a failure says of itself, in one short line; never "null", which says nothing.
  public static String reason(Throwable failure) {
    if (failure instanceof IOException e) {
      return Reason.of(e);
    }
    var message = failure.getMessage();
    var first = message == null ? "" : message.strip().lines().findFirst().orElse("");
    if (first.isEmpty()) {
      return failure.getClass().getSimpleName();
    }
    return first.length() > LONGEST ? first.substring(0, LONGEST) + "…" : first;
  }

  /// Such a sentence, or a clause of one: in one line, whatever a library's message brought along.
  public static String text(String key, Object... arguments) {
    return TEXT.get(key, arguments).replaceAll("\\s*\\R\\s*", " ");
  }
}
