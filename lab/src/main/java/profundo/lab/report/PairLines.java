package profundo.lab.report;

import com.samskivert.mustache.Escapers;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import profundo.base.Text;
import profundo.lab.study.Contrast;

/// A line for each pair from one arm to the other, as SVG, with the paper's figure where there is
/// one beside them.
final class PairLines {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 300;
  private static final int LEFT = 150;
  private static final int RIGHT = 410;
  private static final int TOP = 40;
  private static final int BOTTOM = 270;

  private final double low;
  private final double high;
  private final StringBuilder svg = new StringBuilder();

  private PairLines(double low, double high) {
    double air = Math.max(high - low, Math.abs(high) * 1e-6 + 1e-12) * 0.08;
    this.low = low - air;
    this.high = high + air;
  }

  /// @param paper the publication's figure, drawn if it does not lie far from the pairs'
  static String of(Contrast contrast, OptionalDouble paper, String paperWords, String seedWord) {
    var values =
        contrast.pairs().stream()
            .flatMapToDouble(pair -> DoubleStream.of(pair.base(), pair.arm()))
            .summaryStatistics();
    double span = values.getMax() - values.getMin();
    boolean isNear =
        paper.isPresent()
            && paper.getAsDouble() > values.getMin() - 2 * span
            && paper.getAsDouble() < values.getMax() + 2 * span;
    double shown = isNear ? paper.getAsDouble() : values.getMin();
    var lines = new PairLines(Math.min(values.getMin(), shown), Math.max(values.getMax(), shown));
    if (isNear) {
      lines.level(paper.getAsDouble(), paperWords);
    }
    lines.draw(contrast, seedWord);
    return Text.format(
        "<svg class=\"pairs\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">%s</svg>",
        WIDTH, HEIGHT, escaped(contrast.arm().name()), lines.svg);
  }

  private void draw(Contrast contrast, String seedWord) {
    text(LEFT, 20, "middle", "arm", contrast.base().name());
    text(RIGHT, 20, "middle", "arm", contrast.arm().name());
    for (var pair : contrast.pairs()) {
      svg.append(
          Text.format(
              "<g><title>%s %d: %.4f → %.4f</title><line x1=\"%d\" y1=\"%.1f\" x2=\"%d\""
                  + " y2=\"%.1f\" class=\"%s\"/><circle cx=\"%d\" cy=\"%.1f\" r=\"4\"/><circle"
                  + " cx=\"%d\" cy=\"%.1f\" r=\"4\"/></g>",
              escaped(seedWord),
              pair.seed(),
              pair.base(),
              pair.arm(),
              LEFT,
              y(pair.base()),
              RIGHT,
              y(pair.arm()),
              pair.difference() < 0 ? "down" : "up",
              LEFT,
              y(pair.base()),
              RIGHT,
              y(pair.arm())));
    }
    double base = contrast.pairs().stream().mapToDouble(pair -> pair.base()).average().orElse(0);
    double arm = contrast.pairs().stream().mapToDouble(pair -> pair.arm()).average().orElse(0);
    svg.append(
        Text.format(
            "<line class=\"mean\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>",
            LEFT, y(base), RIGHT, y(arm)));
    text(LEFT - 14, y(base) + 5, "end", "figure", Text.format("%.4f", base));
    text(RIGHT + 14, y(arm) + 5, "start", "figure", Text.format("%.4f", arm));
  }

  private void level(double value, String words) {
    svg.append(
        Text.format(
            "<line class=\"paper\" x1=\"20\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>",
            y(value), WIDTH - 20, y(value)));
    text(WIDTH - 20, y(value) - 6, "end", "quiet", words);
  }

  private void text(double x, double y, String anchor, String style, String words) {
    svg.append(
        Text.format(
            "<text x=\"%.0f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">%s</text>",
            x, y, anchor, style, escaped(words)));
  }

  private double y(double value) {
    return BOTTOM - (value - low) / (high - low) * (BOTTOM - TOP);
  }

  private static String escaped(String text) {
    return Escapers.HTML.escape(text);
  }
}
