package profundo.optim;

import profundo.nn.NetException;

/// The ranges of hyper-parameters.
final class Checks {
  private Checks() {}

  static double atLeast(String name, double value, double least) {
    if (!(value >= least)) {
      throw new NetException("The " + name + " is " + least + " or more, not " + value + ".");
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
}
