package profundo.cli;

import profundo.base.Text;
import profundo.train.metric.Interval;

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
    return Text.format("%.4f", value);
  }

  /// A mean, and its interval where there is one.
  static String of(Interval value) {
    return value.isSingle()
        ? number(value.mean())
        : number(value.mean()) + " [" + number(value.low()) + ", " + number(value.high()) + "]";
  }
}
