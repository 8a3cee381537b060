package profundo.lab;

/// What a trained system can be given to predict or to draw from.
public enum InputPart {
  /// A file.
  FILE,
  /// A text in a file's place.
  TEXT,
  /// Nothing: it draws or writes by itself.
  NOTHING,
  /// How much is drawn.
  COUNT,
  /// How daring what is drawn is.
  TEMPERATURE,
  /// Where the random numbers begin.
  SEED
}
