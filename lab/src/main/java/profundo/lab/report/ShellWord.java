package profundo.lab.report;

import java.util.regex.Pattern;

/// A word of a command.
final class ShellWord {
  private static final Pattern PLAIN = Pattern.compile("[\\w.,:=/+-]+");

  private ShellWord() {}

  /// As a shell takes it whole.
  static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
