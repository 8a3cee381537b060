package profundo.train;

/// A figure of the paper beside the one that was measured.
///
/// @param metric the metric's key, such as `test.error`
/// @param paper the figure that the paper states
/// @param where where it stands, such as `Table 2, page 7`
/// @param expected the figure expected at the run's scale; NaN if that scale expects none
/// @param measured the figure measured; NaN if it could not be
/// @param met whether the claim was met
public record ClaimResult(
    String metric, double paper, String where, double expected, double measured, boolean met) {}
