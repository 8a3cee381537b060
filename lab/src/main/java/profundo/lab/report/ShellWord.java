package profundo.lab.report;

import java.util.regex.Pattern;

/// A word of a command that a person is to type or copy.
public final class ShellWord {
  private static final Pattern PLAIN = Pattern.compile("[\\w.,:=/+-]+");

  private ShellWord() {}

  /// The word as a shell takes it whole: in quotation marks where it needs them.
  public static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
