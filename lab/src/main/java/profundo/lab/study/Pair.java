package profundo.lab.study;

import java.util.Optional;
import profundo.lab.statistics.McNemar;

/// What two arms came to with one seed.
///
/// @param seed the seed
/// @param base the first arm's figure
/// @param arm the other's
/// @param examples which test examples they got right, the other arm first; none if they were not
///   kept
public record Pair(long seed, double base, double arm, Optional<McNemar> examples) {
  /// The other arm's figure less the first one's.
  public double difference() {
    return arm - base;
  }
}
