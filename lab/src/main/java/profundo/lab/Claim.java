package profundo.lab;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import profundo.train.metric.Interval;
import profundo.train.store.ClaimSource;
import profundo.train.store.Verdict;

/// A figure that a run is held against: one that a publication states, or a bound of ours.
///
/// @param metric the metric's key, such as `test.accuracy`
/// @param source whose figure it is
/// @param paper the publication's figure; none where the claim is ours
/// @param where where it stands in the paper; of a claim of ours, why the bound is a sound one
/// @param direction which side of the expected figure meets the claim
/// @param expected the figure expected at a scale; none where the scale says nothing
/// @param bundled the figure expected from the sample in the jar alone, whatever the scale but
///   `smoke`; none where it says nothing
public record Claim(
    String metric,
    ClaimSource source,
    OptionalDouble paper,
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

    /// The direction of this sign.
    public static Direction of(String sign) {
      return sign.equals(AT_MOST.sign) ? AT_MOST : AT_LEAST;
    }

    /// What a measured interval says of an expected figure: the claim is met or missed if the whole
    /// interval lies on one side of it. A single seed's value is an interval without width.
    public Verdict verdict(double wanted, Interval measured) {
      boolean least = this == AT_LEAST;
      if (least ? measured.low() >= wanted : measured.high() <= wanted) {
        return Verdict.MET;
      }
      boolean reaches = least ? measured.high() >= wanted : measured.low() <= wanted;
      return reaches ? Verdict.UNDECIDED : Verdict.MISSED;
    }
  }

  /// A publication's claim that so much or more is reached; [#at] says how much at each scale.
  public static Claim atLeast(String metric, double paper, String where) {
    return published(metric, paper, where, Direction.AT_LEAST);
  }

  /// A publication's claim that so much or less is left; [#at] says how much at each scale.
  public static Claim atMost(String metric, double paper, String where) {
    return published(metric, paper, where, Direction.AT_MOST);
  }

  /// A bound of ours from below, which no publication states; [#at] says how much at each scale.
  public static Claim oursAtLeast(String metric, String why) {
    return ours(metric, why, Direction.AT_LEAST);
  }

  /// A bound of ours from above, which no publication states; [#at] says how much at each scale.
  public static Claim oursAtMost(String metric, String why) {
    return ours(metric, why, Direction.AT_MOST);
  }

  private static Claim published(String metric, double paper, String where, Direction direction) {
    return new Claim(
        metric,
        ClaimSource.PAPER,
        OptionalDouble.of(paper),
        where,
        direction,
        Map.of(),
        OptionalDouble.empty());
  }

  private static Claim ours(String metric, String why, Direction direction) {
    return new Claim(
        metric,
        ClaimSource.OURS,
        OptionalDouble.empty(),
        why,
        direction,
        Map.of(),
        OptionalDouble.empty());
  }

  /// The same claim, its figure and place quoted from memory: the text was not at hand.
  public Claim fromMemory() {
    return new Claim(metric, ClaimSource.MEMORY, paper, where, direction, expected, bundled);
  }

  /// The same claim with the figure expected at a scale.
  public Claim at(Scale scale, double figure) {
    var more = new EnumMap<Scale, Double>(Scale.class);
    more.putAll(expected);
    more.put(scale, figure);
    return new Claim(
        metric, source, paper, where, direction, Collections.unmodifiableMap(more), bundled);
  }

  /// The same claim with the same figure expected at every scale.
  public Claim everywhere(double figure) {
    return at(Scale.SMOKE, figure).at(Scale.LAPTOP, figure).at(Scale.PAPER, figure);
  }

  /// The same claim with a figure for the sample in the jar.
  public Claim withBundled(double figure) {
    return new Claim(metric, source, paper, where, direction, expected, OptionalDouble.of(figure));
  }

  /// The figure expected at a scale, from the full data or from the sample in the jar.
  public OptionalDouble expected(Scale scale, boolean fromSample) {
    if (fromSample && scale != Scale.SMOKE) {
      return bundled;
    }
    var figure = expected.get(scale);
    return figure == null ? OptionalDouble.empty() : OptionalDouble.of(figure);
  }

  /// What a measured interval says of an expected figure; see [Direction#verdict].
  public Verdict verdict(double wanted, Interval measured) {
    return direction.verdict(wanted, measured);
  }
}
