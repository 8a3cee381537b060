package profundo.lab;

import java.util.Collection;
import profundo.base.ProfundoException;
import profundo.base.Text;

/// The words of a command are off: exit status 2.
public final class UsageException extends ProfundoException {
  private static final long serialVersionUID = 1L;
  private static final Text TEXT = Text.of(UsageException.class);

  /// The sentence under this key of this package.
  public UsageException(String key, Object... arguments) {
    super(TEXT.get(key, arguments));
  }

  /// A sentence of another package, such as a recipe's own.
  public UsageException(Text text, String key, Object... arguments) {
    super(text.get(key, arguments));
  }

  /// A name that is none of those there are: says which of them is nearest.
  ///
  /// @param key the sentence, with the typed name, the nearest one, and all
  public static UsageException unknown(String key, String typed, Collection<String> names) {
    return new UsageException(key, typed, Nearest.of(typed, names), String.join(", ", names));
  }
}
