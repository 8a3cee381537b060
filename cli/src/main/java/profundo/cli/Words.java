package profundo.cli;

import profundo.tensor.Text;
import profundo.train.Interval;

/// How the command says things.
final class Words {
  private static final Text TEXT = Text.of(Words.class);

  private Words() {}

  static String get(String key, Object... arguments) {
    return TEXT.get(key, arguments);
  }

  static String find(String key, String otherwise) {
    return TEXT.find(key, otherwise);
  }

  /// A mean, and its interval where there is one.
  static String of(Interval value) {
    return value.isSingle()
        ? "%.4f".formatted(value.mean())
        : "%.4f [%.4f, %.4f]".formatted(value.mean(), value.low(), value.high());
  }
}
