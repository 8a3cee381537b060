package profundo.lab.study;

/// What the pairs say of two arms.
public enum Finding {
  /// They differ.
  DIFFERENT,
  /// They differ by less than what matters.
  EQUAL,
  /// Neither can be told.
  UNDECIDED
}
