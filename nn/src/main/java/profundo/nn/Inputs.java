package profundo.nn;

import profundo.tensor.Tensor;

/// The checks that layers make of their inputs before native code sees them.
final class Inputs {
  private Inputs() {}

  /// Wants `[N, channels, …]` with this many spatial dimensions, or the same without N.
  static void channels(Net net, Tensor x, int spatial, long channels) {
    int dim = Given.require(net, "x", x).dim();
    if (dim != spatial + 1 && dim != spatial + 2) {
      throw net.wrongShape(
          dims(x) + ", " + shape(spatial, channels) + " expected: x is " + x.shape(), x);
    }
    long given = x.size(-spatial - 1);
    if (given != channels) {
      throw net.wrongShape(
          "input has " + given + " channels, " + channels + " expected: x is " + x.shape(), x);
    }
  }

  /// Wants `[N, channels, …]` with at least this many dimensions.
  static void batch(Net net, Tensor x, int least, int most, long channels) {
    int dim = Given.require(net, "x", x).dim();
    if (dim < least || dim > most) {
      throw net.wrongShape(
          dims(x) + ", " + shape(most - 2, channels) + " expected: x is " + x.shape(), x);
    }
    long given = x.size(1);
    if (given != channels) {
      throw net.wrongShape(
          "input has " + given + " channels, " + channels + " expected: x is " + x.shape(), x);
    }
  }

  /// Wants `[…, features]`.
  static void last(Net net, Tensor x, long features) {
    if (Given.require(net, "x", x).dim() < 1 || x.size(-1) != features) {
      throw net.wrongShape(
          x.dim() < 1
              ? "input is a single number, […, " + features + "] expected"
              : "input has "
                  + x.size(-1)
                  + " features, "
                  + features
                  + " expected: x is "
                  + x.shape(),
          x);
    }
  }

  /// Wants `[…, L, features]` whose positions from `start` on have a row each in a table of
  /// `longest` rows, and gives L.
  static long positions(Net net, Tensor x, long features, long start, long longest, String rows) {
    last(net, x, features);
    if (x.dim() < 2 || start < 0) {
      throw net.wrongShape(
          "[…, L, " + features + "] from position 0 on expected: x is " + x.shape(), x);
    }
    long length = x.size(-2);
    if (start > longest - length) {
      throw net.wrongShape(
          length
              + " positions from "
              + start
              + " on are more than there are "
              + rows
              + ", "
              + longest
              + ": x is "
              + x.shape(),
          x);
    }
    return length;
  }

  private static String dims(Tensor x) {
    return "input has " + x.dim() + " dimension" + (x.dim() == 1 ? "" : "s");
  }

  private static String shape(int spatial, long channels) {
    var names = new String[] {"", ", L", ", H, W", ", D, H, W"};
    return "[N, " + channels + names[spatial] + "]";
  }
}
