package profundo.lab;

/// How many of some are used: all, or so many at most. It is written `all` or as a number.
///
/// @param most the number; for all the largest there is
public record Limit(long most) {
  /// As many as there are.
  public static final Limit ALL = new Limit(Long.MAX_VALUE);

  private static final String WORD = "all";

  /// What older runs wrote for all.
  private static final String OLD_WORD = "0";

  /// So many at most, 1 or more.
  public static Limit of(long most) {
    return new Limit(most);
  }

  /// Reads `all` or a number.
  ///
  /// @throws UsageException if the text is neither
  static Limit parse(String key, String text) {
    return text.equals(WORD) || text.equals(OLD_WORD)
        ? ALL
        : of(
            WholeNumber.of(text, 1, Long.MAX_VALUE)
                .orElseThrow(() -> new UsageException("limit", key, text)));
  }

  /// How many of so many are used.
  public long among(long there) {
    return Math.min(most, there);
  }

  @Override
  public String toString() {
    return equals(ALL) ? WORD : Long.toString(most);
  }
}
