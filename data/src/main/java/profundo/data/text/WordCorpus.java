package profundo.data.text;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import profundo.base.Given;
import profundo.data.DataException;
import profundo.data.shared.Ranges;
import profundo.data.shared.Refusal;
import profundo.data.source.Archive;
import profundo.data.source.Catalogue;
import profundo.data.source.Origin;
import profundo.data.source.Sources;

/// A text in words, split into a part to train on and two to measure on. Each word is a number: its
/// place in the vocabulary, the most frequent word of the training part first.
///
/// Words stand between blanks. The end of each line counts as one more word, `<eos>`; a word that
/// the training part does not have counts as `<unk>`.
public final class WordCorpus {
  /// The word at the end of a line.
  public static final String END = "<eos>";

  /// What stands for a word outside the vocabulary.
  public static final String UNKNOWN = "<unk>";

  private final List<String> vocabulary;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final int unknown;
  private final int[] train;
  private final int[] validation;
  private final int[] test;
  private final Origin origin;

  private WordCorpus(
      String train, String validation, String test, String name, Origin.Source source) {
    this.vocabulary = vocabulary(train);
    vocabulary.forEach(word -> numbers.put(word, numbers.size()));
    this.unknown = vocabulary.indexOf(UNKNOWN);
    this.train = ids(train);
    this.validation = ids(validation);
    this.test = ids(test);
    this.origin = new Origin(name, source, this.train.length);
  }

  /// The Penn Treebank's articles of the Wall Street Journal as Mikolov et al. (2010) prepared
  /// them: small letters, `N` for numbers, the 10,000 most frequent words; 929,589 words to train,
  /// 73,760 to validate, 82,430 to test, the ends of sentences counted.
  ///
  /// @throws DataException if no source has it
  public static WordCorpus pennTreebank(Sources sources) {
    Given.require("sources", sources);
    var entry = Catalogue.entry("ptb");
    var fetched = sources.require(entry);
    var archive = fetched.file();
    var files = Archive.read(archive, name -> name.matches("(.*/)?ptb\\.(train|valid|test)\\.txt"));
    return new WordCorpus(
        part(archive, files, "ptb.train.txt"),
        part(archive, files, "ptb.valid.txt"),
        part(archive, files, "ptb.test.txt"),
        entry.name(),
        fetched.source());
  }

  /// Texts of one's own, in UTF-8.
  ///
  /// @throws DataException if one cannot be read or is not UTF-8, or the first has fewer than two
  ///   words
  public static WordCorpus read(Path train, Path validation, Path test) {
    Given.require("train", train);
    Given.require("validation", validation);
    Given.require("test", test);
    var name = train.toString();
    var corpus =
        new WordCorpus(
            Utf8.read(train), Utf8.read(validation), Utf8.read(test), name, Origin.Source.FOLDER);
    if (corpus.train.length < 2) {
      throw Refusal.of("tooSmall", name, corpus.train.length, 2);
    }
    return corpus;
  }

  /// The words, at the places that are their numbers; [#END] and [#UNKNOWN] are among them.
  public List<String> vocabulary() {
    return vocabulary;
  }

  /// A word's number, or that of [#UNKNOWN].
  public int id(String word) {
    Given.require("word", word);
    return numbers.getOrDefault(word, unknown);
  }

  /// The training part as numbers.
  public int[] train() {
    return train.clone();
  }

  /// The part to validate on.
  public int[] validation() {
    return validation.clone();
  }

  /// The part to test on.
  public int[] test() {
    return test.clone();
  }

  /// Where it came from; `samples` counts the training words.
  public Origin origin() {
    return origin;
  }

  /// Numbers as words with a blank between them, and a line's end for each [#END].
  public String text(int... ids) {
    Given.require("ids", ids);
    var text = new StringBuilder();
    for (int id : ids) {
      var word = vocabulary.get(Ranges.require("a word's number", id, 0, vocabulary.size() - 1));
      boolean begins = text.isEmpty() || text.charAt(text.length() - 1) == '\n';
      if (word.equals(END)) {
        text.append('\n');
      } else {
        text.append(begins ? "" : " ").append(word);
      }
    }
    return text.toString();
  }

  private int[] ids(String text) {
    return words(text).mapToInt(this::id).toArray();
  }

  private static Stream<String> words(String text) {
    return text.lines()
        .flatMap(line -> Stream.concat(Stream.of(line.split("(?U)\\s+")), Stream.of(END)))
        .filter(word -> !word.isEmpty());
  }

  private static List<String> vocabulary(String text) {
    var counts = new HashMap<String, Integer>();
    words(text).forEach(word -> counts.merge(word, 1, Integer::sum));
    counts.putIfAbsent(END, 0);
    counts.putIfAbsent(UNKNOWN, 0);
    return counts.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static String part(Path archive, Map<String, byte[]> files, String name) {
    return files.entrySet().stream()
        .filter(file -> file.getKey().endsWith(name))
        .findFirst()
        .map(file -> Utf8.decode(file.getValue(), archive + "/" + name))
        .orElseThrow(() -> Refusal.of("archiveLacks", archive));
  }
}
