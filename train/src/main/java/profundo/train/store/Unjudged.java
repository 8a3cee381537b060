package profundo.train.store;

import java.util.Locale;

/// Why none of a run's figures is held against a claim.
///
/// @param reason the reason
/// @param detail what it is about: the data's name, or the settings that were changed; may be empty
public record Unjudged(Reason reason, String detail) {
  /// What keeps a run from being judged.
  public enum Reason {
    /// It has not come to its end.
    UNFINISHED,
    /// A program made its data; the recipe's claims are of real data.
    SYNTHETIC,
    /// It was trained on other data than the claims are of.
    DATA,
    /// It had only the sample in the jar, for which the recipe claims nothing.
    SAMPLE,
    /// Settings were changed: the bounds hold for those of the scale.
    SETTINGS,
    /// The recipe claims nothing at this scale.
    SCALE;

    /// The word in the database and in JSON: lower case.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
