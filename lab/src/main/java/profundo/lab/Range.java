package profundo.lab;

import java.util.List;

/// What numbers a person may set.
///
/// @param low the least number
/// @param open whether `low` itself is too little
/// @param high every number is below it
public record Range(double low, boolean open, double high) {
  /// Numbers of `low` or more.
  public static Range atLeast(double low) {
    return new Range(low, false, Double.POSITIVE_INFINITY);
  }

  /// Numbers above `low`.
  public static Range above(double low) {
    return new Range(low, true, Double.POSITIVE_INFINITY);
  }

  /// The numbers of this range that are below `high`.
  public Range below(double high) {
    return new Range(low, open, high);
  }

  /// The same range, for the next setting.
  ///
  /// @throws UsageException if the value lies outside
  public Range check(String key, double value) {
    boolean inside = (open ? value > low : value >= low) && value < high;
    if (!inside) {
      throw new UsageException("range", key, words(value));
    }
    return this;
  }

  /// Refuses a text that is none of those allowed.
  ///
  /// @throws UsageException if the value is none of these
  public static void oneOf(String key, String value, List<String> allowed) {
    if (!allowed.contains(value)) {
      throw new UsageException("oneOf", key, value, String.join(", ", allowed));
    }
  }

  private static String words(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
