package profundo.lab.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import profundo.lab.statistics.Equivalence;
import profundo.lab.statistics.SignFlip;
import profundo.lab.statistics.Superiority;
import profundo.train.metric.Interval;

/// The one sentence of a study.
class StudyWordsTest {
  private static final Locale SPANISH = Locale.of("es");

  private static Contrast contrast(StudyPlan plan, double... differences) {
    var pairs = new ArrayList<Pair>();
    for (int i = 0; i < differences.length; i++) {
      pairs.add(new Pair(i + 1, 0.99, 0.99 + differences[i], Optional.empty()));
    }
    var signs = SignFlip.of(differences);
    var margin = plan.margin();
    var equality =
        margin == null
            ? Optional.<Equivalence>empty()
            : Optional.of(Equivalence.within(margin / 100, differences));
    boolean equal = equality.filter(test -> test.p() <= 0.05).isPresent();
    return new Contrast(
        plan.base(),
        plan.arms().get(1),
        pairs,
        Interval.of(differences),
        signs,
        signs.p(),
        plan.level(),
        equality,
        new Superiority(0.97, 0, 0, true),
        equal ? Finding.EQUAL : signs.p() <= 0.05 ? Finding.DIFFERENT : Finding.UNDECIDED);
  }

  private static final StudyPlan PLAN =
      StudyPlanTest.plan("test.accuracy", 6, null, "average", "max");

  private static StudyWords words(StudyPlan plan, Locale language) {
    return new StudyWords(plan, Map.of("pool", "average"), language);
  }

  /// 0.0021 ± 2.5706 · 0.000089443 / √6.
  @Test
  void aDifferenceIsSaidInPointsOfErrorWithItsInterval() {
    var contrast = contrast(PLAN, 0.0020, 0.0022, 0.0021, 0.0020, 0.0022, 0.0021);
    assertThat(words(PLAN, Locale.ENGLISH).sentence(contrast))
        .isEqualTo(
            "max errs 0.21 points less than average (the paper's) [0.20, 0.22], 6 pairs, p = 0.031:"
                + " different.");
    assertThat(words(PLAN, SPANISH).sentence(contrast))
        .isEqualTo(
            "max yerra 0.21 puntos menos que average (como en el artículo) [0.20, 0.22], 6 pares,"
                + " p = 0.031: diferentes.");
    assertThat(words(PLAN, Locale.ENGLISH).superiority(contrast))
        .hasValue(
            "In a new experiment max would beat average with a probability of 97 % (seeds and test"
                + " examples drawn anew).");
  }

  @Test
  void withinTheMarginTheyAreEqual() {
    var plan = StudyPlanTest.plan("test.accuracy", 6, 0.2, "average", "max");
    var contrast = contrast(plan, 0.0002, -0.0002, 0.0001, -0.0001, 0.0003, -0.0003);
    assertThat(words(plan, Locale.ENGLISH).sentence(contrast))
        .contains("equal within 0.20 points (p < 0.001 by two one-sided tests)");
  }

  @Test
  void whatIsNotDecidedSaysHowManyPairsItWouldTake() {
    var contrast = contrast(PLAN, 0.002, -0.001, 0.003, -0.002, 0.002, 0.001);
    assertThat(words(PLAN, Locale.ENGLISH).sentence(contrast))
        .contains("max errs 0.08 points less", "not decided", "more pairs would be needed");
    assertThat(words(PLAN, Locale.ENGLISH).unseen(contrast)).contains("in 80 of 100 studies");
    var few = contrast(PLAN, 0.002, 0.0021, 0.0019);
    assertThat(few.pairsLacking(1)).hasValue(3);
    assertThat(words(PLAN, Locale.ENGLISH).unseen(few)).contains("too few");
    var none = contrast(PLAN, 1e-9, -1e-3, 1e-3, 1e-3, -1e-3, 1e-7);
    assertThat(words(PLAN, Locale.ENGLISH).sentence(none)).contains("more than 1,000 pairs");
  }

  @Test
  void otherFiguresAreSaidInTheirOwnUnit() {
    var plan = StudyPlanTest.plan("test.elbo", 6, null, "average", "max");
    assertThat(words(plan, Locale.ENGLISH).sentence(contrast(plan, -1, -2, -1, -2, -1, -2)))
        .startsWith(
            "test.elbo of max is 1.5000 lower than of average (the paper's) [0.9252, 2.0748]");
  }

  @Test
  void severalComparisonsAreSaidToBeCorrected() {
    var plan = StudyPlanTest.plan("test.accuracy", 6, null, "average", "max", "min");
    assertThat(words(plan, Locale.ENGLISH).sentence(contrast(plan, 1, 2, 1, 2, 1, 2)))
        .contains("(Holm, 2 comparisons)");
    assertThat(List.of(StudyWords.probability(0.0004), StudyWords.probability(0.0312)))
        .containsExactly("< 0.001", "= 0.031");
  }
}
