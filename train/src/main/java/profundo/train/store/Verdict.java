package profundo.train.store;

import java.util.Locale;

/// What a measured interval says of a bound.
public enum Verdict {
  /// The whole interval lies on the wanted side.
  MET,
  /// The whole interval lies on the other side, or nothing was measured.
  MISSED,
  /// The bound lies inside the interval: the seeds differ too much to tell.
  UNDECIDED;

  /// The word in the database and in JSON: lower case.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
