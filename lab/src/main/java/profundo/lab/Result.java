package profundo.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import profundo.train.ClaimResult;

/// What a run came to.
///
/// @param run the run's id in the store
/// @param metrics final figures by key
/// @param claims the paper's figures beside ours
/// @param epochs passes over the training data
/// @param steps steps of training
/// @param seconds wall time
/// @param samplesPerSecond training samples over wall time, evaluation included
/// @param peakRssMiB the most memory held
/// @param weights the trained parameters
public record Result(
    String run,
    Map<String, Double> metrics,
    List<ClaimResult> claims,
    int epochs,
    long steps,
    double seconds,
    double samplesPerSecond,
    long peakRssMiB,
    Path weights) {
  /// Whether no claim was missed.
  public boolean met() {
    return claims.stream().allMatch(ClaimResult::met);
  }
}
