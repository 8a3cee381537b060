package profundo.lab;

import profundo.tensor.ProfundoException;
import profundo.tensor.Text;

/// The words of a command are off: exit status 2.
public final class UsageException extends ProfundoException {
  private static final long serialVersionUID = 1L;
  private static final Text TEXT = Text.of(UsageException.class);

  /// The sentence under this key of the package.
  public UsageException(String key, Object... arguments) {
    super(TEXT.get(key, arguments));
  }
}
