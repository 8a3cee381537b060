package profundo.train.metric;

import java.util.List;
import java.util.regex.Pattern;
import profundo.base.Given;

/// The words that BLEU counts: the tokenizer of NIST's `mteval-v13a`, which WMT and sacreBLEU use.
///
/// Punctuation stands alone, except that a period or comma between digits stays in its number.
public final class Tokenizer13a {
  private static final Pattern SYMBOL = Pattern.compile("([{-~\\[-` -&(-+:-@/])");
  private static final Pattern AFTER_NO_DIGIT = Pattern.compile("([^0-9])([.,])");
  private static final Pattern BEFORE_NO_DIGIT = Pattern.compile("([.,])([^0-9])");
  private static final Pattern DASH_AFTER_DIGIT = Pattern.compile("([0-9])(-)");

  private Tokenizer13a() {}

  /// The tokens of a line of text.
  public static List<String> tokens(String line) {
    Given.require("line", line);
    var text =
        line.stripTrailing()
            .replace("<skipped>", "")
            .replace("-\n", "")
            .replace("\n", " ")
            .replace("&quot;", "\"")
            .replace("&amp;", "&")
            .replace("&lt;", "<")
            .replace("&gt;", ">");
    text = SYMBOL.matcher(" " + text + " ").replaceAll(" $1 ");
    text = AFTER_NO_DIGIT.matcher(text).replaceAll("$1 $2 ");
    text = BEFORE_NO_DIGIT.matcher(text).replaceAll(" $1 $2");
    text = DASH_AFTER_DIGIT.matcher(text).replaceAll("$1 $2 ");
    return Words.split(text);
  }
}
