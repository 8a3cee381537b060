package profundo.data.shared;

import profundo.base.ProfundoException;

/// The checks of numbers that datasets are made with.
public final class Ranges {
  private Ranges() {}

  /// Wants a number from `least` to `most`, and returns it.
  public static int require(String name, long value, int least, int most) {
    if (value < least || value > most) {
      var range = most == Integer.MAX_VALUE ? least + " or more" : "from " + least + " to " + most;
      throw new ProfundoException(name + " must be " + range + ", not " + value + ".");
    }
    return (int) value;
  }

  /// Wants a number of 1 or more, and returns it.
  public static int positive(String name, int value) {
    return require(name, value, 1, Integer.MAX_VALUE);
  }
}
