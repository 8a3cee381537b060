package profundo.nn;

import java.util.Arrays;

/// The checks of the sizes that layers are made with.
final class Sizes {
  private Sizes() {}

  /// Wants each size to be at least this.
  static long[] atLeast(String name, long least, long... sizes) {
    for (long size : sizes) {
      if (size < least) {
        throw new NetException(name + " is " + least + " or more, not " + size + ".");
      }
    }
    return sizes;
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
