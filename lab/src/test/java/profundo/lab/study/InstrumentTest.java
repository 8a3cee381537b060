package profundo.lab.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The instrument measures itself: recipes held against themselves, whose figures vary as those of
/// LeNet-5 on all of MNIST do, by the seed in both arms alike (0.05 points) and by chance in each
/// (0.07 points), cut to whole examples of a test set of 10,000.
class InstrumentTest {
  private static final int STUDIES = 1000;
  private static final double FIGURE = 0.99;

  private final Random random = new Random(20_261_128);

  private Map<String, Map<Long, Paired.Score>> scores(StudyPlan plan, double difference) {
    var scores = new TreeMap<String, Map<Long, Paired.Score>>();
    for (long seed : plan.seeds()) {
      double common = FIGURE + 0.0005 * random.nextGaussian();
      for (var arm : plan.arms()) {
        double shift = arm == plan.base() ? 0 : difference;
        double figure = common + shift + 0.0007 * random.nextGaussian();
        scores
            .computeIfAbsent(arm.name(), _ -> new TreeMap<>())
            .put(seed, new Paired.Score(Math.rint(figure * 10_000) / 10_000, Optional.empty()));
      }
    }
    return scores;
  }

  private double share(StudyPlan plan, double difference, Finding finding) {
    long found =
        Stream.generate(() -> Study.contrasts(plan, scores(plan, difference)))
            .limit(STUDIES)
            .filter(study -> study.stream().anyMatch(one -> one.finding() == finding))
            .count();
    return (double) found / STUDIES;
  }

  private static StudyPlan plan(int seeds, @Nullable Double margin, String rule, String... arms) {
    return StudyPlanTest.planBy(rule, "test.accuracy", seeds, margin, arms);
  }

  @Test
  void aRecipeIsCalledDifferentFromItselfInFiveOfAHundredStudiesAtMost() {
    double pair = share(plan(6, null, StudyPlan.ALL_PAIRS, "a", "b"), 0, Finding.DIFFERENT);
    double grid =
        share(plan(8, null, StudyPlan.ALL_PAIRS, "a", "b", "c", "d"), 0, Finding.DIFFERENT);
    double until = share(plan(12, null, StudyPlan.UNTIL_DECIDED, "a", "b"), 0, Finding.DIFFERENT);
    System.out.printf(
        "A/A: a pair %.4f, a grid of 3 %.4f, until decided %.4f%n", pair, grid, until);
    assertThat(pair).isBetween(0.01, 0.05);
    assertThat(grid).isLessThan(0.05);
    assertThat(until).isLessThan(0.05);
  }

  /// Arms that differ by the margin itself are not equal within it.
  @Test
  void armsAtTheMarginAreCalledEqualInFiveOfAHundredStudiesAtMost() {
    var plan = plan(6, 0.2, StudyPlan.ALL_PAIRS, "a", "b");
    assertThat(share(plan, 0.002, Finding.EQUAL)).isLessThan(0.065);
    assertThat(share(plan, 0, Finding.EQUAL)).isGreaterThan(0.8);
  }

  /// A difference of three standard deviations of the pairs.
  @Test
  void whatDiffersIsFound() {
    var plan = plan(6, null, StudyPlan.ALL_PAIRS, "a", "b");
    assertThat(share(plan, 0.003, Finding.DIFFERENT)).isGreaterThan(0.9);
    var until = plan(20, null, StudyPlan.UNTIL_DECIDED, "a", "b");
    assertThat(Study.contrasts(until, scores(until, 0.005)).getFirst().n()).isEqualTo(8);
  }

  /// The first arm is decided after 8 pairs and runs no more; the other one goes on to the last.
  @Test
  void anArmThatIsDecidedDoesNotEndTheLooksAtTheOthers() {
    var plan = plan(20, null, StudyPlan.UNTIL_DECIDED, "a", "b", "c");
    var base = new TreeMap<Long, Paired.Score>();
    var better = new TreeMap<Long, Paired.Score>();
    var turning = new TreeMap<Long, Paired.Score>();
    for (long seed : plan.seeds()) {
      double turn = seed % 2 == 0 ? 0.001 : -0.001;
      base.put(seed, new Paired.Score(FIGURE, Optional.empty()));
      turning.put(seed, new Paired.Score(FIGURE + turn, Optional.empty()));
      if (seed <= 8) {
        better.put(seed, new Paired.Score(FIGURE + 0.01, Optional.empty()));
      }
    }
    var scores = Map.<String, Map<Long, Paired.Score>>of("a", base, "b", better, "c", turning);
    var found = Study.contrasts(plan, scores);
    assertThat(found).extracting(Contrast::n).containsExactly(8, 20);
    assertThat(found)
        .extracting(Contrast::finding)
        .containsExactly(Finding.DIFFERENT, Finding.UNDECIDED);
  }
}
