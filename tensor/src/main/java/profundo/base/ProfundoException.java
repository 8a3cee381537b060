package profundo.base;

import org.jspecify.annotations.Nullable;

/// What Profundo throws when a person can do something about it.
///
/// The message is one sentence: what is wrong, where, and the remedy. It never holds a native stack
/// trace. Each floor has its own subclasses; the command turns every one of them into one line and
/// an exit status.
public class ProfundoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 4000;

  /// An error with the sentence that a person reads. One that quotes a whole text is abridged.
  public ProfundoException(String message) {
    super(abridged(message));
  }

  /// An error with the sentence that a person reads and the error beneath it.
  public ProfundoException(String message, @Nullable Throwable cause) {
    super(abridged(message), cause);
  }

  private static String abridged(String message) {
    int half = LONGEST / 2;
    return message.length() <= LONGEST
        ? message
        : message.substring(0, half) + " … " + message.substring(message.length() - half);
  }
}
