package profundo.lab;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import profundo.base.Given;

/// How what is random in a prediction is drawn; what is left open is the recipe's to say.
///
/// @param count how many images, characters or steps are drawn: 1 to [#MOST]
/// @param temperature what scores are divided by before something is drawn from their softmax,
///   above 0: below 1 the more probable is preferred
/// @param seed where the random numbers begin
public record SamplingOptions(OptionalInt count, OptionalDouble temperature, OptionalLong seed) {
  /// The most that is drawn at once.
  public static final int MOST = 10_000;

  /// All of it left open.
  public static final SamplingOptions USUAL =
      new SamplingOptions(OptionalInt.empty(), OptionalDouble.empty(), OptionalLong.empty());

  /// Checks the numbers.
  ///
  /// @throws UsageException if one lies outside its range
  public SamplingOptions {
    Given.require("count", count);
    Given.require("temperature", temperature);
    Given.require("seed", seed);
    count.ifPresent(SamplingOptions::requireCount);
    temperature.ifPresent(SamplingOptions::requireTemperature);
  }

  private static void requireCount(int count) {
    if (count < 1 || count > MOST) {
      throw new UsageException("sampling.count", Integer.toString(count), MOST);
    }
  }

  private static void requireTemperature(double temperature) {
    if (!(temperature > 0) || Double.isInfinite(temperature)) {
      throw new UsageException("sampling.temperature", Double.toString(temperature));
    }
  }

  /// The seed; 1 if none is said.
  public long seedOrOne() {
    return seed.orElse(1);
  }
}
