package profundo.lab.report;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import profundo.base.Text;
import profundo.lab.RecipeWords;
import profundo.lab.UsageException;
import profundo.train.metric.Interval;

/// How a page says figures, parts and labels: in the recipe's words, else in the lab's, else by
/// their names. Numbers have commas between thousands and a point before decimals, as in English
/// and in Mexico's Spanish.
record PageWords(RecipeWords own, Text text) {
  private static final String PERCENT = "%";

  /// The words of a run's recipe in a language.
  static PageWords of(RecipeWords own, Locale language) {
    return new PageWords(own, Text.of(UsageException.class, language));
  }

  /// The words under a key.
  Optional<String> find(String key) {
    return Optional.of(own.find(key, text.find(key, ""))).filter(words -> !words.isEmpty());
  }

  /// What is measured, such as `Error`.
  String quantity(String name) {
    return find("curve." + name).orElse(name);
  }

  /// What it is measured in, such as `nats per character`; empty for a pure number.
  String unit(String name) {
    return find("unit." + name).orElse("");
  }

  boolean isShare(String name) {
    return unit(name).equals(PERCENT);
  }

  /// `Error · test · plain net`.
  String figure(String key) {
    var parsed = FigureKey.of(key);
    return joined(quantity(parsed.quantity()), split(parsed.split()), part(parsed.part()));
  }

  /// `training`, `validation` or `test`.
  String split(String name) {
    return find("split." + name).orElse(name);
  }

  /// What a net of the run is called; empty if the run's own net needs no name.
  String part(String name) {
    return find(name.isEmpty() ? "part" : "part." + name).orElse(name);
  }

  /// A class, a column or a line in a picture, as people call it; the 3 of `head 3` is kept.
  String label(String name) {
    return find("label." + name).orElseGet(() -> numbered(name));
  }

  private String numbered(String name) {
    int last = name.lastIndexOf(' ');
    return last > 0 && name.substring(last + 1).matches("\\d+")
        ? find("label." + name.substring(0, last)).orElse(name.substring(0, last))
            + name.substring(last)
        : name;
  }

  static String joined(String... words) {
    return Stream.of(words).filter(word -> !word.isEmpty()).collect(Collectors.joining(" · "));
  }

  /// A figure: a share in percent, a whole number as it is, others with four digits or so.
  String value(String quantity, double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    return isShare(quantity) ? bare(quantity, value) + "\u00a0%" : number(value);
  }

  /// A figure with the interval of its seeds.
  String value(String quantity, Interval value) {
    var mean = value(quantity, value.mean());
    return value.isSingle() ? mean : mean + " " + ends(quantity, value);
  }

  /// The ends of the interval of several seeds.
  String ends(String quantity, Interval value) {
    return "[" + bare(quantity, value.low()) + ", " + bare(quantity, value.high()) + "]";
  }

  /// How much more one figure is than another, with its sign.
  String difference(String quantity, double difference) {
    var size = bare(quantity, Math.abs(difference));
    return (difference < 0 ? "−" : "+") + size;
  }

  private String bare(String quantity, double value) {
    return isShare(quantity) ? signed(Text.format("%.2f", 100 * value)) : number(value);
  }

  private static String signed(String number) {
    return number.replace('-', '−');
  }

  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return signed(Text.format("%,d", (long) value));
    }
    double size = Math.abs(value);
    if (size < 1e-3) {
      return Text.format("%.2g", value);
    }
    int decimals = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : 4;
    return signed(Text.format("%,." + decimals + "f", value));
  }

  /// A setting or a cell as people read it: whole numbers from 10,000 on with commas.
  static String grouped(String word) {
    return word.matches("-?\\d{5,15}") ? Text.format("%,d", Long.parseLong(word)) : word;
  }
}
