package profundo.lab;

import java.util.List;

/// What a trained model says of a file.
///
/// @param text what it says
/// @param unknown characters of the file that the model does not know, each once: it did not read
///   them
public record Prediction(String text, List<String> unknown) {
  /// Copies the list.
  public Prediction {
    unknown = List.copyOf(unknown);
  }

  public static Prediction of(String text) {
    return new Prediction(text, List.of());
  }
}
