package profundo.lab;

import java.util.Collections;
import java.util.EnumMap;
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
  /// Which side of the expected figure meets a claim.
  public enum Direction {
    /// The figure or more.
    AT_LEAST("≥"),
    /// The figure or less.
    AT_MOST("≤");

    private final String sign;

    Direction(String sign) {
      this.sign = sign;
    }

    /// `≥` or `≤`.
    public String sign() {
      return sign;
    }
  }

  /// A claim that so much or more is reached; [#at] says how much at each scale.
  public static Claim atLeast(String metric, double paper, String where) {
    return new Claim(metric, paper, where, Direction.AT_LEAST, Map.of(), OptionalDouble.empty());
  }

  /// A claim that so much or less is left; [#at] says how much at each scale.
  public static Claim atMost(String metric, double paper, String where) {
    return new Claim(metric, paper, where, Direction.AT_MOST, Map.of(), OptionalDouble.empty());
  }

  /// The same claim with the figure expected at a scale.
  public Claim at(Scale scale, double figure) {
    var more = new EnumMap<Scale, Double>(Scale.class);
    more.putAll(expected);
    more.put(scale, figure);
    return new Claim(metric, paper, where, direction, Collections.unmodifiableMap(more), bundled);
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

  /// Whether a measured figure meets an expected one.
  public boolean met(double wanted, double measured) {
    return direction == Direction.AT_LEAST ? measured >= wanted : measured <= wanted;
  }
}
