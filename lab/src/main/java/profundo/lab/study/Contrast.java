package profundo.lab.study;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import profundo.lab.statistics.Equivalence;
import profundo.lab.statistics.McNemar;
import profundo.lab.statistics.Power;
import profundo.lab.statistics.SignFlip;
import profundo.lab.statistics.Spread;
import profundo.lab.statistics.Superiority;
import profundo.train.metric.Interval;

/// An arm beside the first one, pair by pair.
///
/// @param base the arm that it is held against
/// @param arm the arm
/// @param pairs the seeds with which both came to a figure; at least one
/// @param difference the arm's figure less the other's: mean and Student's interval
/// @param signs the test of the differences' signs
/// @param p its probability, corrected for how many comparisons the study makes
/// @param level at or below which that counts as a difference: the study's, or what the look that
///   decided could spend of it
/// @param equality the test that they are equal within the planned margin; none without a margin or
///   of a single pair
/// @param superiority how probable it is that the arm's figure is the higher one in a new
///   experiment
/// @param finding what is found
public record Contrast(
    Arm base,
    Arm arm,
    List<Pair> pairs,
    Interval difference,
    SignFlip signs,
    double p,
    double level,
    Optional<Equivalence> equality,
    Superiority superiority,
    Finding finding) {
  /// How many pairs there are.
  public int n() {
    return pairs.size();
  }

  /// The standard deviation of the differences; NaN of a single pair.
  public double spread() {
    return Spread.of(difference.values().stream().mapToDouble(Double::doubleValue).toArray());
  }

  /// The smallest difference that so many pairs find with a probability of 0.8; none if there are
  /// too few to find any.
  public OptionalDouble smallestDifference() {
    return n() < SignFlip.fewestPairs(Power.LEVEL, 1) || !(spread() > 0)
        ? OptionalDouble.empty()
        : OptionalDouble.of(Power.smallestDifference(n(), spread()));
  }

  /// About how many more pairs would tell them apart, were the difference as large as it looks;
  /// none if that cannot be said.
  ///
  /// @param comparisons how many the study makes
  public OptionalInt pairsLacking(int comparisons) {
    int fewest = SignFlip.fewestPairs(Power.LEVEL, comparisons);
    if (!(spread() > 0) || difference.mean() == 0) {
      return n() < fewest ? OptionalInt.of(fewest - n()) : OptionalInt.empty();
    }
    int wanted = Math.max(fewest, Power.pairsFor(difference.mean(), spread()));
    return OptionalInt.of(Math.max(1, wanted - n()));
  }

  /// The test examples of all pairs together; none if a pair lacks them.
  public Optional<McNemar> examples() {
    return pairs.stream().anyMatch(pair -> pair.examples().isEmpty())
        ? Optional.empty()
        : pairs.stream().flatMap(pair -> pair.examples().stream()).reduce(McNemar::plus);
  }
}
