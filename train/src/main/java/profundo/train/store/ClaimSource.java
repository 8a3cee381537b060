package profundo.train.store;

import java.util.Locale;

/// Whose figure a claim holds a run against.
public enum ClaimSource {
  /// A publication's, read at the place that the claim names.
  PAPER,
  /// A publication's, quoted from memory: its text was not at hand.
  MEMORY,
  /// Ours: a bound that a sound run keeps and that no publication states.
  OURS;

  /// The word in the database and in JSON: lower case.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
