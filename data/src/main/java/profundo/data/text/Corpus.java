package profundo.data.text;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import profundo.base.Given;
import profundo.data.DataException;
import profundo.data.shared.Ranges;
import profundo.data.shared.Refusal;
import profundo.data.source.Catalogue;
import profundo.data.source.Origin;
import profundo.data.source.Sources;

/// A text as a row of characters, each a number: its place among the text's characters in the order
/// of Unicode.
public final class Corpus {
  private final String text;
  private final int[] vocabulary;
  private final int[] ids;
  private final Origin origin;

  private Corpus(String text, Origin origin) {
    this.text = text;
    this.origin = origin;
    this.vocabulary = text.codePoints().sorted().distinct().toArray();
    this.ids = text.codePoints().map(c -> Arrays.binarySearch(vocabulary, c)).toArray();
  }

  /// A text of one's own.
  ///
  /// @throws DataException if it has fewer than two characters
  public static Corpus of(String text, Origin origin) {
    Given.require("text", text);
    Given.require("origin", origin);
    if (text.codePointCount(0, text.length()) < 2) {
      throw Refusal.of("tooSmall", origin.name(), text.length(), 2);
    }
    return new Corpus(text, origin);
  }

  /// The UTF-8 text in a file.
  ///
  /// @throws DataException if it cannot be read, or is not UTF-8: then it says at which byte
  public static Corpus read(Path file) {
    Given.require("file", file);
    var text = Utf8.read(file);
    return of(text, new Origin(file.toString(), Origin.Source.FOLDER, text.length()));
  }

  /// The complete works of Shakespeare that Karpathy's char-rnn (2015) reads, 1,115,394 characters.
  ///
  /// @throws DataException if no source has it
  public static Corpus tinyShakespeare(Sources sources) {
    Given.require("sources", sources);
    var entry = Catalogue.entry("tinyshakespeare");
    var fetched = sources.require(entry);
    var text = Utf8.read(fetched.file());
    return of(text, new Origin(entry.name(), fetched.source(), text.length()));
  }

  /// The number of characters.
  public int length() {
    return ids.length;
  }

  /// The code points that occur, in their order.
  public int[] vocabulary() {
    return vocabulary.clone();
  }

  /// The number of the code point, if it occurs.
  public Optional<Integer> id(int codePoint) {
    int place = Arrays.binarySearch(vocabulary, codePoint);
    return place < 0 ? Optional.empty() : Optional.of(place);
  }

  /// The characters from `from` to below `to` as numbers.
  ///
  /// @throws profundo.base.ProfundoException if the text has no such places
  public int[] ids(int from, int to) {
    Ranges.require("to", to, 0, ids.length);
    Ranges.require("from", from, 0, to);
    return Arrays.copyOfRange(ids, from, to);
  }

  /// Where it came from.
  public Origin origin() {
    return origin;
  }

  /// The whole text.
  @Override
  public String toString() {
    return text;
  }
}
