package profundo.train.progress;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import profundo.base.Text;
import profundo.train.TrainException;

/// The words of the progress.
public final class ProgressText {
  private static final Text TEXT = Text.of(TrainException.class);
  private static final String GAP = "  ";

  /// One line in parts.
  ///
  /// @param parts what it says, in order: each a text and how soon it is left out of a narrow line
  ///   (0: never, the highest first)
  record Line(List<Part> parts) {
    record Part(String text, int expendable) {}

    String whole() {
      return String.join(GAP, parts.stream().map(Part::text).toList());
    }

    /// As many parts as fit; a line whose last part is still too long is cut.
    String fitting(int width) {
      var kept = new ArrayList<>(parts);
      for (var level = 5; level > 0 && new Line(kept).whole().length() > width; level--) {
        var leftOut = level;
        kept.removeIf(part -> part.expendable() == leftOut);
      }
      var text = new Line(kept).whole();
      return text.length() <= width ? text : text.substring(0, Math.max(0, width));
    }
  }

  private final Map<String, Double> latest = new LinkedHashMap<>();

  void forget() {
    latest.clear();
  }

  Line step(
      int epoch, int epochs, long step, long steps, double loss, double rate, double secondsLeft) {
    var parts = new ArrayList<Line.Part>();
    parts.add(new Line.Part(TEXT.get("progress.epoch", of(epoch + 1, epochs)), 0));
    parts.add(new Line.Part(TEXT.get("progress.step", of(step, steps)), 4));
    parts.add(new Line.Part(TEXT.get("progress.loss", figure(loss)), 1));
    latest.forEach((key, value) -> parts.add(new Line.Part(key + " " + figure(value), 5)));
    parts.add(new Line.Part(TEXT.get("progress.rate", rate(rate)), 3));
    if (Double.isFinite(secondsLeft)) {
      parts.add(new Line.Part(TEXT.get("progress.left", duration(secondsLeft)), 2));
    }
    return new Line(parts);
  }

  String epoch(int epoch, int epochs, Map<String, Double> metrics, double seconds) {
    latest.clear();
    metrics.forEach((key, value) -> {
      if (!key.startsWith("train.")) {
        latest.put(key, value);
      }
    });
    var parts = new ArrayList<String>();
    parts.add(TEXT.get("progress.epoch", of(epoch + 1, epochs)));
    metrics.forEach((key, value) -> parts.add(key + " " + figure(value)));
    parts.add(duration(seconds));
    return String.join(GAP, parts);
  }

  private static String of(long part, long whole) {
    return whole == 0 ? Long.toString(part) : part + "/" + whole;
  }

  /// A figure as progress and reports show it: four decimals, or a power of ten.
  public static String figure(double value) {
    var size = Math.abs(value);
    var isPlain = size == 0 || (size >= 1e-3 && size < 1e5) || !Double.isFinite(value);
    return String.format(Locale.ROOT, isPlain ? "%.4f" : "%.3e", value);
  }

  private static String rate(double perSecond) {
    return String.format(Locale.ROOT, perSecond < 10 ? "%.2f" : "%.0f", perSecond);
  }

  /// `m:ss` or `h:mm:ss`.
  static String duration(double seconds) {
    var all = Math.round(seconds);
    var hours = all / 3600;
    return hours > 0
        ? String.format(Locale.ROOT, "%d:%02d:%02d", hours, all / 60 % 60, all % 60)
        : String.format(Locale.ROOT, "%d:%02d", all / 60, all % 60);
  }
}
