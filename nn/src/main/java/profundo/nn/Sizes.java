package profundo.nn;

import java.util.Arrays;

/// The checks of the sizes that layers are made with.
final class Sizes {
  /// No memory holds more, and a few times it fits 63 bits.
  private static final long LARGEST = 1L << 40;

  private static final int MOST_LAYERS = 1000;

  private Sizes() {}

  /// Wants each size to be at least this, and none to be beyond any memory.
  static long[] atLeast(String name, long least, long... sizes) {
    for (long size : sizes) {
      if (size < least) {
        throw new NetException(name + " is " + least + " or more, not " + size + ".");
      }
      if (size > LARGEST) {
        throw new NetException(name + " is " + LARGEST + " at most, not " + size + ".");
      }
    }
    return sizes;
  }

  /// Wants a number of layers that a net can have.
  static int layers(int count, int least) {
    if (count < least || count > MOST_LAYERS) {
      throw new NetException(
          "A net has " + least + " to " + MOST_LAYERS + " layers, not " + count + ".");
    }
    return count;
  }

  /// Wants a probability.
  static double probability(String name, double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new NetException("The probability of " + name + " is 0 to 1, not " + p + ".");
    }
    return p;
  }

  /// Wants one size for each dimension, or one that stands for all.
  static long[] each(String name, int dimensions, long... sizes) {
    if (sizes.length == 1) {
      var all = new long[dimensions];
      Arrays.fill(all, sizes[0]);
      return all;
    }
    if (sizes.length != dimensions) {
      throw new NetException(
          name + " takes one number or " + dimensions + ", not " + Arrays.toString(sizes) + ".");
    }
    return sizes.clone();
  }
}
