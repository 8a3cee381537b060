package profundo.train.metric;

import java.util.ArrayList;
import java.util.List;

/// Splits text at white space, as Unicode has it.
final class Words {
  private Words() {}

  static List<String> split(String text) {
    var words = new ArrayList<String>();
    var start = -1;
    for (var i = 0; i < text.length(); i++) {
      if (isSpace(text.charAt(i))) {
        if (start >= 0) {
          words.add(text.substring(start, i));
        }
        start = -1;
      } else if (start < 0) {
        start = i;
      }
    }
    if (start >= 0) {
      words.add(text.substring(start));
    }
    return words;
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
  }
}
