package profundo.sweep;

import java.util.List;
import java.util.SplittableRandom;

/// Sizes, numbers and texts: mostly such as a call can take, sometimes such as nobody should pass.
final class RandomNumbers {
  private static final long[] EXTREMES = {
    -1,
    -2,
    -5,
    0,
    127,
    255,
    1000,
    65_537,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 31,
    (1L << 32) + 1,
    1L << 40,
    (1L << 61) + 5,
    1L << 62,
    Long.MAX_VALUE - 1,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MIN_VALUE + 1
  };
  private static final double[] REALS = {
    0, -0.0, 1, -1, 0.5, 2, 0.1, 1e-8, -1e-8, 1e-3, 10, 1e6, -1e30, 1e300
  };
  private static final double[] STRANGE = {
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    1L << 62
  };
  private static final List<String> TEXTS =
      List.of(
          "reflect",
          "replicate",
          "circular",
          "constant",
          "ij,jk->ik",
          "ij,ij->",
          "...ij->...ji",
          "cpu",
          "cuda:0",
          "weight",
          "0.weight",
          "mean",
          "a cat",
          "el niño",
          "",
          " ",
          "\u0000",
          "../x",
          "%s{0}",
          "->",
          "\ud83d",
          "a".repeat(20_000));

  private final SplittableRandom random;

  /// The share of wild values.
  private final double wild;

  /// The sizes that this call's tensors have, so that they often fit each other.
  private final long[] theme;

  RandomNumbers(SplittableRandom random, double wild) {
    this.random = random;
    this.wild = wild;
    this.theme = new long[] {1 + random.nextInt(4), 2 * (1 + random.nextInt(4)), size(), size()};
  }

  private long size() {
    return chance(0.03) ? 0 : 1 + random.nextInt(8);
  }

  boolean chance(double share) {
    return random.nextDouble() < share;
  }

  boolean isWild() {
    return chance(wild);
  }

  int below(int end) {
    return random.nextInt(end);
  }

  /// A size of this call.
  long themed() {
    return theme[random.nextInt(theme.length)];
  }

  long[] theme() {
    return theme.clone();
  }

  long integer() {
    if (isWild()) {
      return chance(0.1) ? random.nextLong() : EXTREMES[random.nextInt(EXTREMES.length)];
    }
    return chance(0.5) ? themed() : random.nextInt(-1, 6);
  }

  long[] integers() {
    var values = new long[chance(0.5) ? 1 + random.nextInt(3) : random.nextInt(6)];
    boolean same = chance(0.3);
    for (int i = 0; i < values.length; i++) {
      values[i] = same && i > 0 ? values[0] : integer();
    }
    return values;
  }

  double real() {
    if (isWild()) {
      return STRANGE[random.nextInt(STRANGE.length)];
    }
    return chance(0.6) ? REALS[random.nextInt(REALS.length)] : random.nextDouble();
  }

  double[] reals() {
    var values = new double[random.nextInt(6)];
    for (int i = 0; i < values.length; i++) {
      values[i] = real();
    }
    return values;
  }

  byte[] bytes() {
    var values = new byte[random.nextInt(40)];
    random.nextBytes(values);
    return values;
  }

  String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }
}
