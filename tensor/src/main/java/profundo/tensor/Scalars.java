package profundo.tensor;

import org.bytedeco.pytorch.Scalar;
import org.jspecify.annotations.Nullable;

/// The native forms of the numbers that a thread used last.
final class Scalars {
  private static final int RECENT = 8;

  private final int bits;
  private final Kept doubles;
  private final Kept integers;
  private final @Nullable Scalar[] replaced = new Scalar[RECENT];
  private int oldest;

  private record Kept(long[] keys, @Nullable Scalar[] values) {
    Kept(int slots) {
      this(new long[slots], new Scalar[slots]);
    }
  }

  /// Remembers up to 2^`bits` numbers of each type.
  Scalars(int bits) {
    this.bits = bits;
    this.doubles = new Kept(1 << bits);
    this.integers = new Kept(1 << bits);
  }

  /// The native form of a number; valid until eight others have been asked for, so that one call
  /// can take several.
  Scalar of(double value) {
    long key = Double.doubleToRawLongBits(value);
    int slot = slot(key);
    var known = doubles.values[slot];
    return known != null && doubles.keys[slot] == key
        ? known
        : put(doubles, slot, key, new Scalar(value));
  }

  /// As [#of(double)] for an integer, which leaves an integer tensor's type as it is.
  Scalar of(long value) {
    int slot = slot(value);
    var known = integers.values[slot];
    return known != null && integers.keys[slot] == value
        ? known
        : put(integers, slot, value, new Scalar(value));
  }

  private Scalar put(Kept kept, int slot, long key, Scalar scalar) {
    free(replaced[oldest]);
    replaced[oldest] = kept.values[slot];
    oldest = (oldest + 1) % RECENT;
    kept.values[slot] = scalar;
    kept.keys[slot] = key;
    return scalar;
  }

  private int slot(long key) {
    return (int) ((key * 0x9E3779B97F4A7C15L) >>> (64 - bits));
  }

  /// Gives all of them back.
  void free() {
    for (var scalars : new Scalar[][] {doubles.values, integers.values, replaced}) {
      for (var scalar : scalars) {
        free(scalar);
      }
    }
  }

  private static void free(@Nullable Scalar scalar) {
    if (scalar != null) {
      scalar.deallocate();
    }
  }
}
