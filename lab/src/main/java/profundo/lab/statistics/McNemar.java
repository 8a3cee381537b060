package profundo.lab.statistics;

/// Which test examples two classifiers get right (McNemar 1947): those that only one of them gets
/// right tell them apart.
///
/// @param bothRight examples that both get right
/// @param onlyFirst those that only the first gets right
/// @param onlySecond those that only the second gets right
/// @param bothWrong those that neither gets right
public record McNemar(long bothRight, long onlyFirst, long onlySecond, long bothWrong) {
  /// Counts the examples of one pair, 1 for right and 0 for wrong.
  ///
  /// @throws IllegalArgumentException if they are not of the same number
  public static McNemar of(byte[] first, byte[] second) {
    if (first.length != second.length) {
      throw new IllegalArgumentException(first.length + " examples beside " + second.length);
    }
    var counts = new long[2][2];
    for (int i = 0; i < first.length; i++) {
      counts[first[i]][second[i]]++;
    }
    return new McNemar(counts[1][1], counts[1][0], counts[0][1], counts[0][0]);
  }

  /// The sum of two tables.
  public McNemar plus(McNemar other) {
    return new McNemar(
        bothRight + other.bothRight,
        onlyFirst + other.onlyFirst,
        onlySecond + other.onlySecond,
        bothWrong + other.bothWrong);
  }

  /// The exact two-sided probability of so uneven a division, were each of the examples that tell
  /// them apart as likely to fall to either: twice the binomial tail, 1 at most.
  public double p() {
    long all = onlyFirst + onlySecond;
    long fewer = Math.min(onlyFirst, onlySecond);
    double log = -all * Math.log(2);
    double tail = 0;
    for (long k = 0; k <= fewer; k++) {
      tail += Math.exp(log);
      log += Math.log((double) (all - k) / (k + 1));
    }
    return Math.min(1, 2 * tail);
  }
}
