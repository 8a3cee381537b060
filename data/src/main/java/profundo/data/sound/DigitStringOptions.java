package profundo.data.sound;

import java.util.function.Consumer;
import profundo.base.Given;
import profundo.base.ProfundoException;
import profundo.data.shared.Ranges;

/// How [DigitStrings] joins recordings.
public final class DigitStringOptions {
  int fewest = 1;
  int most = 5;
  double pause = 0.2;
  double speed;
  double noise;

  private DigitStringOptions() {}

  static DigitStringOptions of(Consumer<DigitStringOptions> choose) {
    Given.require("choose", choose);
    var options = new DigitStringOptions();
    choose.accept(options);
    return options;
  }

  /// How many digits a string has, from 1; 1 to 5 by default.
  public DigitStringOptions digits(int fewest, int most) {
    this.fewest = Ranges.require("fewest", fewest, 1, 1000);
    this.most = Ranges.require("most", most, fewest, 1000);
    return this;
  }

  /// The longest pause before, between and behind the digits, in seconds, 0 to 10; 0.2 by default.
  public DigitStringOptions pause(double seconds) {
    this.pause = within("pause", seconds, 10);
    return this;
  }

  /// By which share a string is faster or slower than it was said, and so higher or lower, at most;
  /// 0 to 0.5, by default 0.
  public DigitStringOptions speed(double share) {
    this.speed = within("speed", share, 0.5);
    return this;
  }

  /// The standard deviation of the loudest white noise behind a string; the noise of each is drawn
  /// from a hundredth of it to all of it. 0 to 1, by default 0.
  public DigitStringOptions noise(double deviation) {
    this.noise = within("noise", deviation, 1);
    return this;
  }

  private static double within(String name, double value, double most) {
    if (!(value >= 0 && value <= most)) {
      throw new ProfundoException(name + " must be from 0 to " + most + ", not " + value + ".");
    }
    return value;
  }
}
