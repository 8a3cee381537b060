package profundo.lab;

import java.util.Collection;
import java.util.Locale;
import java.util.OptionalDouble;
import profundo.base.Text;
import profundo.train.metric.Interval;
import profundo.train.store.ClaimResult;
import profundo.train.store.ClaimSource;
import profundo.train.store.Unjudged;
import profundo.train.store.Verdict;

/// How claims and verdicts are said, in English or Spanish.
public final class ClaimWords {
  private final Text text;

  /// The words of a language.
  public ClaimWords(Locale language) {
    text = Text.of(ClaimWords.class, language);
  }

  /// Whose a figure is and what it is: `paper 0.9905`, `paper, from memory: 0.9905`, `our bound`.
  public String source(ClaimSource source, OptionalDouble paper) {
    return text.get("source." + source.word(), figure(paper));
  }

  /// The publication's figure, `–` where a claim is ours.
  static String figure(OptionalDouble paper) {
    return paper.isPresent() ? Text.format("%.4f", paper.getAsDouble()) : "–";
  }

  /// `reproduced`, `at laptop scale` or `not reproduced`; of a bound of ours `met` or `missed`.
  /// Where it is only the seeds that do not decide, that too.
  public String verdict(ClaimResult claim, Scale scale, String sign, Interval measured) {
    var word = Reproduction.of(claim, scale, sign, measured);
    var said = text.get("claim." + word.name().toLowerCase(Locale.ROOT), scale.label());
    return !word.isGood() && claim.verdict() == Verdict.UNDECIDED
        ? text.get("claim.undecided", said)
        : said;
  }

  /// What a run says of its claims together.
  public String verdict(Collection<Reproduction> claims, Scale scale) {
    long bad = claims.stream().filter(claim -> !claim.isGood()).count();
    if (bad > 0) {
      return text.get("verdict.not", bad, claims.size());
    }
    if (claims.contains(Reproduction.AT_SCALE)) {
      return text.get("verdict.scale", scale.label());
    }
    return text.get(claims.contains(Reproduction.REPRODUCED) ? "verdict.all" : "verdict.ours");
  }

  /// `✓`, `✗`, or `?` where the seeds do not decide.
  public static String mark(ClaimResult claim) {
    return switch (claim.verdict()) {
      case MET -> "✓";
      case MISSED -> "✗";
      case UNDECIDED -> "?";
    };
  }

  /// A figure with its interval, or that it is of one seed.
  public String measured(Interval value) {
    return value.isSingle()
        ? text.get("measured.oneSeed", Text.format("%.4f", value.mean()))
        : Text.format("%.4f [%.4f, %.4f]", value.mean(), value.low(), value.high());
  }

  /// Why nothing is held against a claim, in one sentence.
  public String unjudged(Unjudged why) {
    return text.get("unjudged." + why.reason().word(), why.detail());
  }

  /// That a program made the data.
  public String synthetic() {
    return text.get("report.synthetic");
  }
}
