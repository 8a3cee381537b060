package profundo.lab;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import profundo.base.Given;

/// What a trained system makes of what it is given.
///
/// ```java
/// var sure = Prediction.of("7 (98.2 %)").with("class", "7").with("probability", 0.982);
/// System.out.println(sure.doubt("The ink touches the border.").doubts());
/// ```
///
/// @param text what it says, in the user's language
/// @param values the same for programs, by name: numbers, texts, and lists and maps of them, as
///   `--json` prints them
/// @param unknown characters of the input that the model does not know, each once: it did not read
///   them
/// @param doubts why what it says may mean nothing: each a sentence in the user's language
/// @param image what it draws, as the bytes of a PNG file
public record Prediction(
    String text,
    Map<String, Object> values,
    List<String> unknown,
    List<String> doubts,
    Optional<ByteBuffer> image) {
  /// Copies the lists and the map.
  public Prediction {
    Given.require("text", text);
    values = Map.copyOf(Given.require("values", values));
    unknown = List.copyOf(Given.require("unknown", unknown));
    doubts = List.copyOf(Given.require("doubts", doubts));
    image = Given.require("image", image).map(ByteBuffer::asReadOnlyBuffer);
  }

  /// A text, and what of the input was not read.
  public Prediction(String text, List<String> unknown) {
    this(text, Map.of(), unknown, List.of(), Optional.empty());
  }

  /// A text.
  public static Prediction of(String text) {
    return new Prediction(text, List.of());
  }

  /// The same with a value for programs.
  public Prediction with(String name, Object value) {
    var more = new LinkedHashMap<>(values);
    more.put(Given.require("name", name), Given.require("value", value));
    return new Prediction(text, more, unknown, doubts, image);
  }

  /// The same with a sentence on why it may mean nothing.
  public Prediction doubt(String sentence) {
    Given.require("sentence", sentence);
    var more = Stream.concat(doubts.stream(), Stream.of(sentence)).toList();
    return new Prediction(text, values, unknown, more, image);
  }

  /// The same with an image.
  ///
  /// @param png the bytes of a PNG file, as [profundo.data.image.Pictures#png] gives them
  public Prediction draw(byte[] png) {
    var drawn = ByteBuffer.wrap(Given.require("png", png).clone());
    return new Prediction(text, values, unknown, doubts, Optional.of(drawn));
  }
}
