package profundo.lab;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import profundo.base.Given;
import profundo.data.text.Utf8;

/// What a trained system is given to predict or to draw from: a file, a text in its place, or
/// nothing.
///
/// @param file the file, if it is one
/// @param text the text, if it is given by itself
/// @param sampling how what is random is drawn
public record Input(Optional<Path> file, Optional<String> text, SamplingOptions sampling) {
  /// Nothing, for a system that draws by itself.
  public static final Input NOTHING =
      new Input(Optional.empty(), Optional.empty(), SamplingOptions.USUAL);

  /// One of the three.
  ///
  /// @throws IllegalArgumentException if it is a file and a text
  public Input {
    Given.require("file", file);
    Given.require("text", text);
    Given.require("sampling", sampling);
    if (file.isPresent() && text.isPresent()) {
      throw new IllegalArgumentException("an input is a file or a text, not both");
    }
  }

  /// A file.
  public static Input of(Path file) {
    return new Input(
        Optional.of(Given.require("file", file)), Optional.empty(), SamplingOptions.USUAL);
  }

  /// A text.
  public static Input of(String text) {
    return new Input(
        Optional.empty(), Optional.of(Given.require("text", text)), SamplingOptions.USUAL);
  }

  /// The same, and how what is random is drawn.
  public Input with(SamplingOptions how) {
    return new Input(file, text, how);
  }

  /// The text, or what stands in the file; empty if nothing is given.
  ///
  /// @throws profundo.data.DataException if the file cannot be read or is no text
  public Optional<String> words() {
    return text.or(() -> file.map(Utf8::read));
  }

  /// What of all that can be given is given here.
  Set<InputPart> parts() {
    var parts = EnumSet.noneOf(InputPart.class);
    parts.add(
        file.isPresent() ? InputPart.FILE : text.isPresent() ? InputPart.TEXT : InputPart.NOTHING);
    sampling.count().ifPresent(_ -> parts.add(InputPart.COUNT));
    sampling.temperature().ifPresent(_ -> parts.add(InputPart.TEMPERATURE));
    sampling.seed().ifPresent(_ -> parts.add(InputPart.SEED));
    return parts;
  }
}
