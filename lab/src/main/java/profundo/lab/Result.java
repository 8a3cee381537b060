package profundo.lab;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import profundo.train.metric.Interval;
import profundo.train.store.ClaimResult;
import profundo.train.store.StoredRun;
import profundo.train.store.Unjudged;

/// What a run came to.
///
/// @param run the run as the store has it: its plan, data, seconds, samples and peak memory
/// @param description what the run says of itself
/// @param metrics final figures by key
/// @param claims the claims' figures beside ours
/// @param unjudged why no figure is held against a claim; empty if one is
/// @param epochs passes over the training data
/// @param steps steps of training
public record Result(
    StoredRun run,
    Description description,
    Map<String, Interval> metrics,
    List<ClaimResult> claims,
    Optional<Unjudged> unjudged,
    int epochs,
    long steps) {
  /// The sign before the figure that a claim expects, `≥` or `≤`.
  public String sign(String metric) {
    return description.sign(metric);
  }

  /// Whether every claim that is judged was met.
  public boolean met() {
    return claims.stream().allMatch(ClaimResult::met);
  }

  /// Whether a program made the data: the figures then say nothing of real data.
  public boolean synthetic() {
    return Judgement.isSynthetic(run.plan().data());
  }

  /// Training samples over wall time, evaluation included.
  public double samplesPerSecond() {
    return run.samples() / run.seconds();
  }
}
