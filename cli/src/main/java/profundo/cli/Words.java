package profundo.cli;

import java.util.Locale;
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

  /// A figure.
  static String number(double value) {
    return format("%.4f", value);
  }

  /// As [String#format], with numbers as English and Mexico's Spanish write them: a point before
  /// decimals, a comma between thousands.
  static String format(String pattern, Object... arguments) {
    return String.format(Locale.ROOT, pattern, arguments);
  }

  /// A mean, and its interval where there is one.
  static String of(Interval value) {
    return value.isSingle()
        ? number(value.mean())
        : number(value.mean()) + " [" + number(value.low()) + ", " + number(value.high()) + "]";
  }
}
