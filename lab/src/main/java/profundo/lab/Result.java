package profundo.lab;

import java.util.List;
import java.util.Map;
import profundo.train.ClaimResult;
import profundo.train.Interval;
import profundo.train.StoredRun;

/// What a run came to.
///
/// @param run the run as the store has it: its plan, data, seconds, samples and peak memory
/// @param metrics final figures by key
/// @param claims the paper's figures beside ours
/// @param epochs passes over the training data
/// @param steps steps of training
public record Result(
    StoredRun run,
    Map<String, Interval> metrics,
    List<ClaimResult> claims,
    int epochs,
    long steps) {
  /// Whether no claim was missed.
  public boolean met() {
    return claims.stream().allMatch(ClaimResult::met);
  }

  /// Training samples over wall time, evaluation included.
  public double samplesPerSecond() {
    return run.samples() / run.seconds();
  }
}
