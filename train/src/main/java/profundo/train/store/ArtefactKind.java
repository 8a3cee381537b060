package profundo.train.store;

import java.util.Locale;

/// What is in an artefact's file, so that a report knows how to show it.
public enum ArtefactKind {
  /// Plain text, UTF-8.
  TEXT,
  /// A picture, PNG.
  IMAGE,
  /// Pictures with a line under each, JSON: `[{"caption", "png"}]`, each `png` in Base64.
  GALLERY,
  /// The same picture after several epochs, JSON: `[{"epoch", "png"}]`, each `png` in Base64.
  FILM,
  /// Points in a plane, JSON: `[{"name", "x", "y", "joined"}]`, a group each.
  POINTS,
  /// Rows and columns, CSV with a header.
  TABLE,
  /// Lines over a common axis, CSV with a header; the first column is the axis.
  CURVES,
  /// Attention weights with their tokens, JSON: `[{"name", "rows", "columns", "weights"}]`.
  ATTENTION,
  /// Sounds with what was heard in them, JSON: `[{"spectrogram", "wav", "seconds", "classes",
  /// "probabilities"}]`, `wav` and the spectrogram's `png` in Base64.
  SOUND,
  /// A labelled matrix such as a confusion matrix, CSV with a header.
  MATRIX,
  /// What a classifier said of each test example, CSV with the header `label,prediction,correct`.
  PREDICTIONS,
  /// All that resuming needs.
  CHECKPOINT,
  /// Parameters alone, safetensors.
  WEIGHTS,
  /// What the data fixed of a model, JSON.
  FACTS;

  /// The word in the database, in JSON and on the command line: lower case.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
