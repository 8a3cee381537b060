package profundo.lab;

import java.util.OptionalLong;

/// Whole numbers as people type them.
final class WholeNumber {
  private WholeNumber() {}

  /// The number, if the text is one that lies in these bounds.
  static OptionalLong of(String text, long least, long most) {
    try {
      long number = Long.parseLong(text);
      return number >= least && number <= most ? OptionalLong.of(number) : OptionalLong.empty();
    } catch (NumberFormatException _) {
      return OptionalLong.empty();
    }
  }
}
