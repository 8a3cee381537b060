package profundo.data.text;

import java.nio.file.Path;
import java.util.List;
import profundo.base.Given;
import profundo.data.DataException;
import profundo.data.shared.Refusal;
import profundo.data.source.Catalogue;
import profundo.data.source.Origin;
import profundo.data.source.Sources;

/// Sentences and their translations.
///
/// @param source the sentences
/// @param target for each its translation
public record SentencePairs(List<String> source, List<String> target) {
  /// The parts of a dataset, as its makers split it.
  ///
  /// @param origin where they came from; `samples` counts the training pairs
  public record Splits(
      SentencePairs train, SentencePairs validation, SentencePairs test, Origin origin) {}

  /// Copies the lists.
  public SentencePairs {
    if (source.size() != target.size()) {
      throw new IllegalArgumentException(
          source.size() + " sentences, " + target.size() + " others");
    }
    source = List.copyOf(source);
    target = List.copyOf(target);
  }

  /// Multi30k (Elliott et al. 2016), captions of pictures from German (`de`) to English (`en`):
  /// 29,000 pairs to train, 1,014 to validate, 1,000 to test.
  ///
  /// @throws DataException if no source has it
  public static Splits multi30k(Sources sources) {
    Given.require("sources", sources);
    var entry = Catalogue.entry("multi30k");
    var fetched = sources.require(entry);
    var train = read(fetched.file("train.de.gz"), fetched.file("train.en.gz"));
    return new Splits(
        train,
        read(fetched.file("val.de.gz"), fetched.file("val.en.gz")),
        read(fetched.file("test_2016_flickr.de.gz"), fetched.file("test_2016_flickr.en.gz")),
        new Origin(entry.name(), fetched.source(), train.size()));
  }

  /// Two files, plain or packed (`.gz`), one sentence in a line.
  ///
  /// @throws DataException if one cannot be read or is not UTF-8, or they differ in length
  public static SentencePairs read(Path source, Path target) {
    Given.require("source", source);
    Given.require("target", target);
    var first = lines(source);
    var second = lines(target);
    if (first.size() != second.size()) {
      throw Refusal.of("unequalLines", source, first.size(), target, second.size());
    }
    return new SentencePairs(first, second);
  }

  /// The number of pairs.
  public int size() {
    return source.size();
  }

  private static List<String> lines(Path file) {
    return Utf8.read(file).lines().map(line -> line.strip().replaceAll("\\s+", " ")).toList();
  }
}
