package profundo.train.store;

import java.util.Locale;

/// How far a job of a study has come.
public enum JobState {
  /// Nobody has taken it yet.
  WAITING,
  /// A worker is at it.
  RUNNING,
  /// Its run has its figures.
  DONE,
  /// Its run ended with an error, or its workers died of it; the note says which.
  FAILED,
  /// A person stopped it.
  STOPPED,
  /// Its worker is gone without a word: another may take it. Never stored: found out on reading.
  ABANDONED;

  /// The word in the database and in JSON: lower case.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
