package profundo.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import profundo.lab.Claim;
import profundo.lab.ClaimWords;
import profundo.lab.Judgement;
import profundo.lab.Recipe;
import profundo.lab.RecipeSettings;
import profundo.lab.Recipes;
import profundo.lab.Result;
import profundo.lab.Scale;
import profundo.lab.report.Report;
import profundo.lab.task.Made;
import profundo.train.metric.Interval;
import profundo.train.store.ClaimResult;
import profundo.train.store.ClaimSource;
import profundo.train.store.DataUsed;
import profundo.train.store.RunPlan;
import profundo.train.store.Unjudged;
import profundo.train.store.Unjudged.Reason;
import profundo.train.store.Verdict;

class JudgementTest {
  private static final Recipe<?> LENET = Recipes.find("lenet5");

  @TempDir Path folder;

  /// The mean of 0.97, 0.98 and 1.00 is 0.9833, its interval [0.945, 1.021].
  @ParameterizedTest
  @CsvSource({
    "0.94, MET, MISSED",
    "0.98, UNDECIDED, UNDECIDED",
    "1.03, MISSED, MET",
  })
  void theIntervalIsHeldAgainstTheBoundAndNotTheMean(double bound, Verdict least, Verdict most) {
    var measured = Interval.of(0.97, 0.98, 1.00);
    assertThat(Claim.atLeast("x", 1, "y").verdict(bound, measured)).isEqualTo(least);
    assertThat(Claim.atMost("x", 1, "y").verdict(bound, measured)).isEqualTo(most);
  }

  @Test
  void oneSeedIsOnOneSideOrTheOtherAndSaysThatItIsOne() {
    assertThat(Claim.atLeast("x", 1, "y").verdict(0.5, Interval.of(0.5))).isEqualTo(Verdict.MET);
    assertThat(Claim.atLeast("x", 1, "y").verdict(0.5, Interval.of(0.4))).isEqualTo(Verdict.MISSED);
    assertThat(Claim.atMost("x", 1, "y").verdict(0.5, Interval.of(Double.NaN)))
        .isEqualTo(Verdict.MISSED);
    var words = new ClaimWords(Locale.ENGLISH);
    assertThat(words.measured(Interval.of(0.5))).isEqualTo("0.5000 (one seed)");
    assertThat(words.measured(Interval.of(0.5, 0.5))).isEqualTo("0.5000 [0.5000, 0.5000]");
  }

  @Test
  void aClaimKeepsWhoseItIsAndHowManySeedsItWasMeasuredWith() {
    var judged = lenet(LENET.settings(Scale.LAPTOP), "mirror", List.of(0.991, 0.992));
    assertThat(judged.unjudged()).isEmpty();
    assertThat(judged.claims())
        .singleElement()
        .satisfies(claim -> {
          assertThat(claim.source()).isEqualTo(ClaimSource.MEMORY);
          assertThat(claim.paper()).hasValue(0.9905);
          assertThat(claim.seeds()).isEqualTo(2);
          assertThat(claim.expected()).isEqualTo(0.989);
        });
  }

  @Test
  void aRunWhoseSettingsWereChangedSaysWhichAndIsNotJudged() {
    var usual = LENET.settings(Scale.LAPTOP);
    var changed = LENET.settings(Scale.LAPTOP);
    changed.change(Map.of("epochs", "1", "lr", "0.1"));
    assertThat(lenet(changed, "mirror", List.of(0.5)).unjudged())
        .contains(new Unjudged(Reason.SETTINGS, "epochs, lr"));
    var same = LENET.settings(Scale.LAPTOP);
    same.change(Map.of("lr", usual.values().get("lr").toString()));
    assertThat(lenet(same, "mirror", List.of(0.5)).claims()).hasSize(1);
  }

  @Test
  void otherDataIsTheReasonThatIsGiven() {
    var usual = LENET.settings(Scale.LAPTOP);
    assertThat(judged(usual, "kmnist", "mirror")).contains(new Unjudged(Reason.DATA, "kmnist"));
    assertThat(judged(usual, "made pictures", "synthetic"))
        .contains(new Unjudged(Reason.SYNTHETIC, "made pictures"));
    var mlp = Recipes.find("mlp");
    assertThat(
            Judgement.of(mlp, plan("mnist", "bundled"), mlp.settings(Scale.LAPTOP), Map.of())
                .unjudged())
        .contains(new Unjudged(Reason.SAMPLE, "mnist"));
    assertThat(lenet(usual, "bundled", List.of(0.975)).claims())
        .extracting(ClaimResult::expected)
        .containsExactly(0.97);
  }

  @Test
  void aPageAndWhatTheLabReturnsGiveTheTrueReasonAndMarkSyntheticData() throws Exception {
    try (var lab = new QuietLab(folder)) {
      var synthetic = lab.run(Recipes.find("char-lstm"), Scale.SMOKE, Map.of("epochs", "1"));
      assertThat(synthetic.synthetic()).isTrue();
      assertThat(synthetic.unjudged()).contains(new Unjudged(Reason.SYNTHETIC, "made sentences"));
      assertThat(page(lab, synthetic)).contains("Quick trial", "Synthetic data: these figures");
      var changed = lab.run(Recipes.find("perceptron"), Scale.LAPTOP, Map.of("epochs", "3"));
      assertThat(changed.claims()).isEmpty();
      assertThat(page(lab, changed)).contains("and these were changed: epochs.");
      var smoke = lab.run(Recipes.find("mlp"), Scale.SMOKE, Map.of("samples", "100"));
      assertThat(smoke.synthetic()).isFalse();
      assertThat(page(lab, smoke))
          .contains("Quick trial", "no claim is checked at this scale")
          .doesNotContain("Synthetic data");
      var judged = lab.run(Recipes.find("perceptron"), Scale.LAPTOP, Map.of());
      assertThat(judged.claims()).hasSize(4).allMatch(claim -> claim.seeds() == 1);
      assertThat(page(lab, judged)).contains("our bound", "one seed");
    }
  }

  /// A text's last tenth is no training data.
  @Test
  void charLstmCountsItsTrainingTextOnly() {
    try (var lab = new QuietLab(folder)) {
      var run = lab.run(Recipes.find("char-lstm"), Scale.SMOKE, Map.of("epochs", "1")).run();
      long all = Made.text().length();
      assertThat(run.plan().data().samples()).isEqualTo(all * 9 / 10).isLessThan(all);
    }
  }

  private String page(QuietLab lab, Result result) throws Exception {
    var file = folder.resolve(result.run().id() + ".html");
    new Report(lab.store(), Locale.ENGLISH).write(result.run(), file);
    return Files.readString(file);
  }

  private static Judgement lenet(RecipeSettings config, String source, List<Double> accuracies) {
    return Judgement.of(LENET, plan("mnist", source), config, Map.of("test.accuracy", accuracies));
  }

  private static Optional<Unjudged> judged(RecipeSettings config, String data, String source) {
    return Judgement.of(LENET, plan(data, source), config, Map.of()).unjudged();
  }

  private static RunPlan plan(String data, String source) {
    return new RunPlan(
        "lenet5", "{}", "laptop", 1, "cpu", 1, new DataUsed(data, source, 1000), "{}");
  }
}
