package profundo.lab;

/// The keys of figures, where a recipe may have several nets.
final class Key {
  private Key() {}

  /// `test.FIGURE`, or `test.NET.FIGURE` for a net with a name.
  static String test(String net, String figure) {
    return net.isEmpty() ? "test." + figure : "test." + net + "." + figure;
  }
}
