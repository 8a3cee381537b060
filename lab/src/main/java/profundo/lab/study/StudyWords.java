package profundo.lab.study;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import profundo.base.Text;
import profundo.lab.Description;
import profundo.train.store.RunStore;

/// How a study's findings are said, in English or Spanish.
public final class StudyWords {
  private static final int MANY_PAIRS = 1000;

  private final Text text;
  private final StudyPlan plan;
  private final Map<String, String> paper;
  private final Unit unit;

  /// The words for a study of a store.
  public static StudyWords of(RunStore store, Study study, Locale language) {
    var paper = study.anyRun().map(run -> Description.of(store, run).paperSettings());
    return new StudyWords(study.plan(), paper.orElse(Map.of()), language);
  }

  /// @param paper the settings of the recipe's paper, by name
  StudyWords(StudyPlan plan, Map<String, String> paper, Locale language) {
    this.text = Text.of(StudyWords.class, language);
    this.plan = plan;
    this.paper = paper;
    this.unit = Unit.of(plan.metric());
  }

  /// What is found of an arm, in one sentence.
  public String sentence(Contrast contrast) {
    boolean isError = Unit.isShare(plan.metric());
    double difference = contrast.difference().mean();
    boolean flips = difference < 0;
    double errs = Unit.isAccuracy(plan.metric()) ? -difference : difference;
    var direction = isError ? (errs < 0 ? "less" : "more") : flips ? "lower" : "higher";
    return text.get(
        "sentence." + (isError ? "errs" : "figure"),
        contrast.arm().name(),
        unit.say(Math.abs(difference)),
        text.get("sentence." + direction),
        base(contrast.base()),
        interval(contrast, flips),
        pairs(contrast.n()),
        p(contrast),
        finding(contrast),
        plan.metric());
  }

  /// The first arm's name, and whether that is how the paper has it.
  public String base(Arm base) {
    boolean isPapers =
        plan.compared().stream()
            .filter(arm -> arm.beside().equals(base.name()))
            .allMatch(arm -> arm.system().equals(base.system()) && isPapers(arm, base));
    return isPapers && plan.comparisons() > 0
        ? text.get("sentence.papers", base.name())
        : base.name();
  }

  private boolean isPapers(Arm changed, Arm base) {
    return changed.changes().keySet().stream()
        .allMatch(key -> base.settings().getOrDefault(key, "").equals(paper.get(key)));
  }

  private String interval(Contrast contrast, boolean flips) {
    var difference = contrast.difference();
    if (difference.isSingle()) {
      return "";
    }
    return Text.format(
        " [%s, %s]",
        unit.say(flips ? -difference.high() : difference.low()),
        unit.say(flips ? -difference.low() : difference.high()));
  }

  /// `6 pairs`.
  public String pairs(int n) {
    return text.get(n == 1 ? "pairs.one" : "pairs.several", n);
  }

  private String p(Contrast contrast) {
    var p = probability(contrast.p());
    var corrected = plan.comparisons() > 1 ? text.get("sentence.holm", p, plan.comparisons()) : p;
    return plan.rule().equals(StudyPlan.UNTIL_DECIDED)
        ? text.get("sentence.look", corrected, Text.format("%.4f", contrast.level()))
        : corrected;
  }

  /// `= 0.031`, or `< 0.001`.
  public static String probability(double p) {
    return p < 0.001 ? "< 0.001" : "= " + Text.format("%.3f", p);
  }

  /// What is found, in a word or a clause.
  public String finding(Contrast contrast) {
    return switch (contrast.finding()) {
      case DIFFERENT -> text.get("finding.different");
      case EQUAL -> equal(contrast);
      case UNDECIDED -> undecided(contrast);
    };
  }

  private String equal(Contrast contrast) {
    var test = contrast.equality().orElseThrow();
    return text.get("finding.equal", margin(test.margin()), probability(test.p()));
  }

  /// A margin with its unit.
  public String margin(double difference) {
    return unit.isPoints() ? text.get("points", unit.say(difference)) : unit.say(difference);
  }

  private String undecided(Contrast contrast) {
    var lacking = contrast.pairsLacking(plan.comparisons());
    if (lacking.isEmpty()) {
      return text.get("finding.undecided");
    }
    int more = lacking.getAsInt();
    return more > MANY_PAIRS
        ? text.get("finding.undecidedMany", Text.format("%,d", MANY_PAIRS))
        : text.get(more == 1 ? "finding.undecidedOne" : "finding.undecidedMore", more);
  }

  /// Whether a difference on other data is that of the same change on the study's own; none of a
  /// contrast on those.
  public Optional<String> carries(Study study, Contrast contrast) {
    if (contrast.base().equals(plan.base())) {
      return Optional.empty();
    }
    var own =
        study.contrasts().stream()
            .filter(other -> other.base().equals(plan.base()))
            .filter(other -> other.arm().isAs(contrast.arm()))
            .findFirst();
    return own.map(first -> text.get(carried(first, contrast), first.arm().name()));
  }

  private static String carried(Contrast first, Contrast second) {
    boolean bothDiffer =
        first.finding() == Finding.DIFFERENT && second.finding() == Finding.DIFFERENT;
    if (bothDiffer) {
      double sign = first.difference().mean() * second.difference().mean();
      return sign > 0 ? "carries.over" : "carries.turns";
    }
    boolean bothDecided =
        first.finding() != Finding.UNDECIDED && second.finding() != Finding.UNDECIDED;
    return !bothDecided
        ? "carries.undecided"
        : first.finding() == second.finding() ? "carries.equal" : "carries.not";
  }

  /// What so many pairs could not have seen.
  public String unseen(Contrast contrast) {
    var smallest = contrast.smallestDifference();
    return smallest.isEmpty()
        ? text.get(contrast.n() == 1 ? "unseen.one" : "unseen.none", pairs(contrast.n()))
        : text.get("unseen.less", pairs(contrast.n()), margin(smallest.getAsDouble()));
  }

  /// How probable it is that the arm is the better one, or has the higher figure, in a new
  /// experiment; a single pair says nothing of that.
  public Optional<String> superiority(Contrast contrast) {
    return contrast.n() == 1 ? Optional.empty() : Optional.of(beats(contrast));
  }

  private String beats(Contrast contrast) {
    double higher = contrast.superiority().probability();
    boolean isLower = plan.side() == StudyPlan.Side.LOWER;
    return text.get(
        plan.side() == StudyPlan.Side.UNSAID ? "superiority.higher" : "superiority.better",
        contrast.arm().name(),
        contrast.base().name(),
        percent(isLower ? 1 - higher : higher),
        text.get(
            contrast.superiority().overExamples() ? "superiority.examples" : "superiority.seeds"));
  }

  /// A share of some thousand draws is never all of them, nor none.
  private static String percent(double share) {
    double percent = 100 * share;
    return percent > 99 ? "> 99 %" : percent < 1 ? "< 1 %" : Text.format("%.0f %%", percent);
  }

  /// The sentence of this package under a key.
  public String get(String key, Object... arguments) {
    return text.get(key, arguments);
  }
}
