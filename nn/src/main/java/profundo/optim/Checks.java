package profundo.optim;

import profundo.nn.NetException;

/// The ranges of hyper-parameters.
final class Checks {
  private Checks() {}

  static double atLeast(String name, double value, double least) {
    if (!(value >= least) || value == Double.POSITIVE_INFINITY) {
      throw new NetException("The " + name + " is " + least + " or more, not " + value + ".");
    }
    return value;
  }

  /// A number of steps.
  static long steps(String name, long value, long least) {
    if (value < least) {
      throw new NetException("The " + name + " is " + least + " or more, not " + value + ".");
    }
    return value;
  }

  /// Above 0; it may be infinite.
  static double positive(String name, double value) {
    if (!(value > 0)) {
      throw new NetException("The " + name + " is above 0, not " + value + ".");
    }
    return value;
  }

  /// At least 0 and below 1.
  static double share(String name, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new NetException("The " + name + " is at least 0 and below 1, not " + value + ".");
    }
    return value;
  }

  /// Groups have a weight decay each, so one among the options would be passed over.
  static void noDecay(double weightDecay) {
    if (weightDecay != 0) {
      throw new NetException(
          "Each group has its own weight decay, new Group(parameters, lr, weightDecay): one among"
              + " the options would not be used.");
    }
  }
}
