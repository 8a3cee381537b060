package profundo.lab.study;

import java.util.Locale;
import profundo.base.Text;

/// How differences of a figure are said: shares such as an accuracy in points, hundredths of the
/// whole; anything else in its own unit.
///
/// @param size by what a difference is multiplied
public record Unit(double size) {
  private static final Unit POINTS = new Unit(100);
  private static final Unit OWN = new Unit(1);

  /// The unit of a metric such as `test.accuracy`.
  public static Unit of(String metric) {
    return isShare(metric) ? POINTS : OWN;
  }

  /// Whether a metric is a share of right or wrong answers.
  static boolean isShare(String metric) {
    return isAccuracy(metric) || last(metric).endsWith("error");
  }

  /// Whether a metric is a share of right answers.
  static boolean isAccuracy(String metric) {
    return last(metric).endsWith("accuracy");
  }

  private static String last(String metric) {
    return metric.substring(metric.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /// Whether differences are said in points.
  public boolean isPoints() {
    return size != 1;
  }

  /// A difference in this unit, with two decimals of points and four digits of anything else.
  public String say(double difference) {
    double value = difference * size;
    return isPoints() ? Text.format("%.2f", value) : plain(value);
  }

  private static String plain(double value) {
    double magnitude = Math.abs(value);
    return magnitude != 0 && (magnitude < 1e-3 || magnitude >= 1e5)
        ? Text.format("%.2e", value)
        : Text.format("%.4f", value);
  }
}
