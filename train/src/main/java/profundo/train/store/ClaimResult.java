package profundo.train.store;

import java.util.OptionalDouble;

/// A claim's figure beside the one that was measured.
///
/// @param metric the metric's key, such as `test.error`
/// @param source whose figure it is
/// @param paper the figure that a publication states; none where the claim is ours
/// @param where where it stands, such as `table 2`, or why the bound is a sound one
/// @param expected the figure expected at the run's scale; NaN if that scale expects none
/// @param measured the figure measured, of several seeds their mean; NaN if it could not be
/// @param seeds how many seeds it was measured with; 0 if an older store did not say
/// @param verdict what the interval of all seeds says
public record ClaimResult(
    String metric,
    ClaimSource source,
    OptionalDouble paper,
    String where,
    double expected,
    double measured,
    int seeds,
    Verdict verdict) {
  /// Whether the claim was met: the whole interval lies on the wanted side.
  public boolean met() {
    return verdict == Verdict.MET;
  }
}
