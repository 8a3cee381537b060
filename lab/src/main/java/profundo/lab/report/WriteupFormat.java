package profundo.lab.report;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import java.util.Arrays;
import java.util.Locale;
import profundo.lab.UsageException;

/// The form in which a report is written that a person goes on with.
public enum WriteupFormat {
  /// Markdown with tables.
  MD(
      Escapers.simple(
          new String[][] {{"|", "\\|"}, {"*", "\\*"}, {"_", "\\_"}, {"<", "&lt;"}, {"`", "\\`"}})),
  /// A web page that prints well.
  HTML(Escapers.HTML),
  /// LaTeX, for XeLaTeX or LuaLaTeX.
  TEX(
      Escapers.simple(
          new String[][] {
            {"\\", "\\textbackslash{}"},
            {"{", "\\{"},
            {"}", "\\}"},
            {"$", "\\$"},
            {"&", "\\&"},
            {"#", "\\#"},
            {"%", "\\%"},
            {"_", "\\_"},
            {"^", "\\textasciicircum{}"},
            {"~", "\\textasciitilde{}"},
            {"≥", "$\\ge$"},
            {"≤", "$\\le$"},
            {"−", "$-$"},
            {"→", "$\\to$"}
          }));

  final Mustache.Escaper escaper;

  WriteupFormat(Mustache.Escaper escaper) {
    this.escaper = escaper;
  }

  /// The format with this name.
  ///
  /// @throws UsageException if there is none
  public static WriteupFormat of(String word) {
    return Arrays.stream(values())
        .filter(format -> format.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new UsageException("writeupFormat", word));
  }

  /// Its name on the command line, and of its files.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
