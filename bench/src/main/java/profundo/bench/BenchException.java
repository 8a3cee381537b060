package profundo.bench;

import profundo.base.ProfundoException;
import profundo.base.Text;

/// A comparison cannot be made; its sentence says why.
final class BenchException extends ProfundoException {
  private static final long serialVersionUID = 1;
  private static final Text TEXT = Text.of(BenchException.class);

  BenchException(String key, Object... arguments) {
    super(TEXT.get(key, arguments));
  }
}
