package profundo.lab;

/// The keys of figures, where a recipe may have several nets.
public final class Key {
  private Key() {}

  /// `test.FIGURE`, or `test.NET.FIGURE` for a net with a name.
  public static String test(String net, String figure) {
    return of("test", net, figure);
  }

  /// `validation.FIGURE`, or `validation.NET.FIGURE` for a net with a name.
  public static String validation(String net, String figure) {
    return of("validation", net, figure);
  }

  private static String of(String split, String net, String figure) {
    return split + "." + (net.isEmpty() ? "" : net + ".") + figure;
  }
}
