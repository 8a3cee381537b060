package profundo.train;

import org.jspecify.annotations.Nullable;
import profundo.base.ProfundoException;
import profundo.base.Text;

/// Training cannot go on: the loss is no number, the memory is too small, a checkpoint does not
/// fit.
public final class TrainException extends ProfundoException {
  private static final long serialVersionUID = 1L;
  private static final Text TEXT = Text.of(TrainException.class);

  TrainException(String key, Object... arguments) {
    this(null, key, arguments);
  }

  TrainException(@Nullable Throwable cause, String key, Object... arguments) {
    super(TEXT.get(key, arguments), cause);
  }

  /// A part of a sentence, or one that is no error.
  static String words(String key, Object... arguments) {
    return TEXT.get(key, arguments);
  }
}
