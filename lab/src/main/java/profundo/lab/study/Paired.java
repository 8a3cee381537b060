package profundo.lab.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import profundo.lab.statistics.McNemar;
import profundo.lab.statistics.Superiority;

/// The runs of two arms with the seeds that both have.
///
/// @param seeds the seeds
/// @param base what the first arm came to, by seed
/// @param arm what the other came to
record Paired(List<Long> seeds, Map<Long, Score> base, Map<Long, Score> arm) {
  private static final double ROUNDING = 1e-6;
  private static final Score NONE = new Score(Double.NaN, Optional.empty());

  /// What a run came to.
  ///
  /// @param figure the figure that decides
  /// @param correct for each test example 1 if it was right; none if that was not kept
  record Score(double figure, Optional<byte[]> correct) {
    private Optional<byte[]> correct(int examples) {
      return correct.filter(of -> of.length == examples);
    }

    private double share() {
      var of = correct.orElseThrow();
      long right = 0;
      for (byte is : of) {
        right += is;
      }
      return (double) right / of.length;
    }
  }

  static Paired of(Map<Long, Score> base, Map<Long, Score> arm) {
    return new Paired(base.keySet().stream().filter(arm::containsKey).sorted().toList(), base, arm);
  }

  /// Those of them that are of these seeds.
  Paired of(List<Long> some) {
    return new Paired(seeds.stream().filter(some::contains).toList(), base, arm);
  }

  private Score base(long seed) {
    return base.getOrDefault(seed, NONE);
  }

  private Score arm(long seed) {
    return arm.getOrDefault(seed, NONE);
  }

  double[] differences() {
    return seeds.stream().mapToDouble(seed -> arm(seed).figure() - base(seed).figure()).toArray();
  }

  List<Pair> pairs() {
    var pairs = new ArrayList<Pair>();
    for (long seed : seeds) {
      var one = base(seed);
      var other = arm(seed);
      var examples =
          one.correct().flatMap(of -> other.correct(of.length).map(its -> McNemar.of(its, of)));
      pairs.add(new Pair(seed, one.figure(), other.figure(), examples));
    }
    return pairs;
  }

  /// How probable it is that the arm's figure is the higher one, over the test examples too where
  /// the figures are shares of them.
  ///
  /// @param isAccuracy whether the figure is a share of right answers; else one of wrong ones
  Superiority superiority(boolean isAccuracy) {
    var of = pairs();
    boolean kept = of.stream().allMatch(pair -> pair.examples().isPresent());
    if (!kept || !seeds.stream().allMatch(seed -> isShare(seed, isAccuracy))) {
      return Superiority.ofFigures(
          of.stream().mapToDouble(Pair::arm).toArray(),
          of.stream().mapToDouble(Pair::base).toArray());
    }
    return isAccuracy
        ? Superiority.ofExamples(correct(arm), correct(base))
        : Superiority.ofExamples(correct(base), correct(arm));
  }

  private boolean isShare(long seed, boolean isAccuracy) {
    return isShare(base(seed), isAccuracy) && isShare(arm(seed), isAccuracy);
  }

  private static boolean isShare(Score score, boolean isAccuracy) {
    double share = isAccuracy ? score.share() : 1 - score.share();
    return Math.abs(share - score.figure()) < ROUNDING;
  }

  private byte[][] correct(Map<Long, Score> of) {
    return seeds.stream()
        .map(seed -> of.getOrDefault(seed, NONE).correct().orElseThrow())
        .toArray(byte[][]::new);
  }
}
