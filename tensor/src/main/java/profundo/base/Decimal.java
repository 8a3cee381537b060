package profundo.base;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/// Numbers as people and programs write them in decimal, with a point, the same in every language:
/// `-12.5`, `.5`, `3e-4`. What Java's own reading also takes (`1d`, `0x10p0`, `NaN`) is none.
public final class Decimal {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

  private Decimal() {}

  /// The finite number that a text is.
  public static OptionalDouble of(String text) {
    if (!NUMBER.matcher(text).matches()) {
      return OptionalDouble.empty();
    }
    double value = Double.parseDouble(text);
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }
}
