package profundo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import profundo.train.metric.Interval;
import profundo.train.store.ClaimResult;
import profundo.train.store.ClaimSource;
import profundo.train.store.Verdict;

/// The paper's figure is 0.99; at a smaller scale 0.98 is expected.
class ReproductionTest {
  private static ClaimResult claim(ClaimSource source, Verdict verdict) {
    var paper = source == ClaimSource.OURS ? OptionalDouble.empty() : OptionalDouble.of(0.99);
    return new ClaimResult("test.accuracy", source, paper, "", 0.98, 0.985, 3, verdict);
  }

  private static Reproduction of(Verdict verdict, Scale scale, double... measured) {
    return Reproduction.of(claim(ClaimSource.PAPER, verdict), scale, "≥", Interval.of(measured));
  }

  @Test
  void aSmallerProtocolNeverReproduces() {
    assertThat(of(Verdict.MET, Scale.LAPTOP, 0.995)).isEqualTo(Reproduction.AT_SCALE);
    assertThat(of(Verdict.MISSED, Scale.LAPTOP, 0.97)).isEqualTo(Reproduction.NOT_REPRODUCED);
    assertThat(of(Verdict.UNDECIDED, Scale.LAPTOP, 0.97, 0.99))
        .isEqualTo(Reproduction.NOT_REPRODUCED);
  }

  @Test
  void atThePapersProtocolTheIntervalHasToReachThePapersFigure() {
    assertThat(of(Verdict.MET, Scale.PAPER, 0.985)).isEqualTo(Reproduction.NOT_REPRODUCED);
    assertThat(of(Verdict.MET, Scale.PAPER, 0.99)).isEqualTo(Reproduction.REPRODUCED);
    assertThat(of(Verdict.UNDECIDED, Scale.PAPER, 0.985, 0.992)).isEqualTo(Reproduction.REPRODUCED);
    assertThat(
            Reproduction.of(
                claim(ClaimSource.MEMORY, Verdict.MET), Scale.PAPER, "≤", Interval.of(0.995)))
        .isEqualTo(Reproduction.NOT_REPRODUCED);
  }

  @Test
  void aBoundOfOursIsMetOrMissedWhateverTheScale() {
    for (var scale : Scale.values()) {
      var value = Interval.of(1);
      assertThat(Reproduction.of(claim(ClaimSource.OURS, Verdict.MET), scale, "≥", value))
          .isEqualTo(Reproduction.MET);
      assertThat(Reproduction.of(claim(ClaimSource.OURS, Verdict.UNDECIDED), scale, "≥", value))
          .isEqualTo(Reproduction.MISSED);
    }
  }

  @Test
  void theWordsAreSaidInBothLanguages() {
    var english = new ClaimWords(Locale.ENGLISH);
    var spanish = new ClaimWords(Locale.of("es"));
    var met = claim(ClaimSource.PAPER, Verdict.MET);
    assertThat(english.verdict(met, Scale.LAPTOP, "≥", Interval.of(0.995)))
        .isEqualTo("at laptop scale");
    assertThat(spanish.verdict(met, Scale.PAPER, "≥", Interval.of(0.995))).isEqualTo("reproducida");
    assertThat(
            english.verdict(
                claim(ClaimSource.PAPER, Verdict.UNDECIDED),
                Scale.LAPTOP,
                "≥",
                Interval.of(0.97, 0.99)))
        .isEqualTo("not reproduced: the bound lies inside the interval of the seeds");
    assertThat(english.verdict(List.of(Reproduction.REPRODUCED, Reproduction.MET), Scale.PAPER))
        .isEqualTo("Reproduced");
    assertThat(english.verdict(List.of(Reproduction.MET), Scale.SMOKE))
        .isEqualTo("Every bound of ours met");
    assertThat(
            spanish.verdict(
                List.of(Reproduction.AT_SCALE, Reproduction.NOT_REPRODUCED), Scale.LAPTOP))
        .isEqualTo("1 de 2 afirmaciones sin reproducir");
  }
}
