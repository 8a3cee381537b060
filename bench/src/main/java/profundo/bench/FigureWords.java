package profundo.bench;

import java.util.Locale;
import java.util.regex.Pattern;
import profundo.base.Text;
import profundo.train.metric.Interval;

/// What the tables say of figures, in English or Spanish. The words of each recipe stand in the
/// package's messages under `figure.RECIPE`; `$p1(test.error)` in them is a metric as a percentage
/// with one digit behind the point, `$f2(test.elbo)` as a number with two.
final class FigureWords {
  private static final Pattern PLACE = Pattern.compile("\\$([pf])(\\d)\\(([\\w.]+)\\)");

  private final Locale language;
  private final Text text;

  FigureWords(Locale language) {
    this.language = language;
    this.text = Text.of(FigureWords.class, language);
  }

  /// What a recipe came to.
  String of(Figure figure) {
    var own = figure.text().get(language.getLanguage());
    if (own != null) {
      return own;
    }
    return PLACE
        .matcher(text.get("figure." + figure.recipe()))
        .replaceAll(place ->
            number(
                figure.interval(place.group(3)),
                place.group(1).equals("p"),
                Integer.parseInt(place.group(2))));
  }

  /// The paper's authors and year.
  String paper(String recipe) {
    return text.get("paper." + recipe);
  }

  /// When and of what code a figure is.
  ///
  /// @param changed when the recipe or its models were changed since; empty if they were not
  String origin(Figure figure, String changed) {
    var seeds =
        figure.seeds() == 1
            ? text.get("figures.oneSeed")
            : text.get("figures.seeds", figure.seeds());
    var code = "%s, `%s`, %s".formatted(figure.measured(), short7(figure.commit()), seeds);
    if (!figure.reviewed().isEmpty()) {
      code += "; " + text.get("figures.reviewed", short7(figure.reviewed()));
    }
    return changed.isEmpty() ? code : code + "; **" + text.get("figures.before", changed) + "**";
  }

  private static String short7(String commit) {
    return commit.substring(0, 7);
  }

  private String number(Interval value, boolean percent, int digits) {
    double unit = percent ? 100 : 1;
    var format = "%." + digits + "f";
    var range =
        value.low() == value.high()
            ? ""
            : " ["
                + String.format(Locale.ROOT, format, unit * value.low())
                + ", "
                + String.format(Locale.ROOT, format, unit * value.high())
                + "]";
    var mean = String.format(Locale.ROOT, format, unit * value.mean()) + (percent ? " %" : "");
    return (mean + range).replace('-', '−');
  }

  /// A bound as one writes it: without zeros at its end.
  static String plain(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
