package profundo.lab;

import java.util.Map;
import java.util.OptionalDouble;

/// A figure that a paper states.
///
/// @param metric the metric's key, such as `test.accuracy`
/// @param paper the paper's figure
/// @param where where it stands in the paper
/// @param direction which side of the expected figure meets the claim
/// @param expected the figure expected at a scale; none where the scale says nothing
/// @param bundled the figure expected from the sample in the jar alone, whatever the scale but
///   `smoke`; none where it says nothing
public record Claim(
    String metric,
    double paper,
    String where,
    Direction direction,
    Map<Scale, Double> expected,
    OptionalDouble bundled) {
  /// A claim that says nothing of the sample in the jar.
  public Claim(
      String metric, double paper, String where, Direction direction, Map<Scale, Double> expected) {
    this(metric, paper, where, direction, expected, OptionalDouble.empty());
  }

  /// The same claim with a figure for the sample in the jar.
  public Claim withBundled(double figure) {
    return new Claim(metric, paper, where, direction, expected, OptionalDouble.of(figure));
  }

  /// The figure expected at a scale, from the full data or from the sample in the jar.
  public OptionalDouble expected(Scale scale, boolean fromSample) {
    if (fromSample && scale != Scale.SMOKE) {
      return bundled;
    }
    var figure = expected.get(scale);
    return figure == null ? OptionalDouble.empty() : OptionalDouble.of(figure);
  }

  /// Which side of the expected figure meets a claim.
  public enum Direction {
    /// The figure or more.
    AT_LEAST,
    /// The figure or less.
    AT_MOST
  }

  /// Whether a measured figure meets an expected one.
  public boolean met(double wanted, double measured) {
    return direction == Direction.AT_LEAST ? measured >= wanted : measured <= wanted;
  }
}
