package profundo.train.store;

import java.util.Locale;

/// How far a run has come.
public enum RunState {
  /// It trains now, or lives on another machine that cannot be asked.
  RUNNING,
  /// It ended and has its final metrics.
  DONE,
  /// It ended with an error; the note says which.
  FAILED,
  /// A person stopped it; it can be resumed.
  STOPPED,
  /// Its process is gone without a word (power cut, `kill -9`); it can be resumed. Never stored:
  /// found out on reading.
  INTERRUPTED;

  /// The word in the database, in JSON and on the command line: lower case.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
