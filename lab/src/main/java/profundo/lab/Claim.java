package profundo.lab;

import java.util.Map;
import java.util.Optional;

/// A figure that a paper states.
///
/// @param metric the metric's key, such as `test.accuracy`
/// @param paper the paper's figure
/// @param where where it stands in the paper
/// @param direction which side of the expected figure meets the claim
/// @param expected the figure expected at a scale; none where the scale says nothing
public record Claim(
    String metric, double paper, String where, Direction direction, Map<Scale, Double> expected) {
  /// Which side of the expected figure meets a claim.
  public enum Direction {
    /// The figure or more.
    AT_LEAST,
    /// The figure or less.
    AT_MOST
  }

  /// Whether a measured figure meets the claim at a scale; empty where that scale expects none.
  public Optional<Boolean> met(Scale scale, double measured) {
    var wanted = expected.get(scale);
    if (wanted == null) {
      return Optional.empty();
    }
    return Optional.of(direction == Direction.AT_LEAST ? measured >= wanted : measured <= wanted);
  }
}
