package profundo.lab;

/// Checks of what a person sets.
final class Range {
  private Range() {}

  /// @throws UsageException if the value is smaller
  static void atLeast(String key, double value, double least) {
    if (!(value >= least)) {
      throw new UsageException("range", key, words(value));
    }
  }

  /// @throws UsageException if the value is not larger
  static void above(String key, double value, double bound) {
    if (!(value > bound)) {
      throw new UsageException("range", key, words(value));
    }
  }

  /// @throws UsageException if the value is none of these
  static void oneOf(String key, String value, String... allowed) {
    for (var name : allowed) {
      if (name.equals(value)) {
        return;
      }
    }
    throw new UsageException("oneOf", key, value, String.join(", ", allowed));
  }

  private static String words(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
