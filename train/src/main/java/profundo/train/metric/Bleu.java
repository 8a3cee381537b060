package profundo.train.metric;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import profundo.base.Given;

/// BLEU of a corpus (Papineni et al. 2002), 0 to 100, in the definition of sacreBLEU (Post 2018)
/// with the signature `case:mixed|eff:no|tok:13a|smooth:exp`.
///
/// N-grams up to four words, counted no more often than in the one reference that has them most;
/// the brevity penalty takes the reference closest in length; an order without a match counts as `1
/// / (2^k · total)` for the k-th such order.
public final class Bleu {
  private static final int ORDER = 4;

  private final long[] matches = new long[ORDER];
  private final long[] totals = new long[ORDER];
  private long length;
  private long referenceLength;

  /// An empty corpus.
  public Bleu() {}

  /// Counts one translation.
  ///
  /// @param hypothesis the translation, as plain text: it is tokenized here
  /// @param references at least one translation by a person
  public void add(String hypothesis, String... references) {
    Given.require("hypothesis", hypothesis);
    Given.require("references", references);
    if (references.length == 0) {
      throw new IllegalArgumentException("BLEU needs at least one reference");
    }
    var words = Tokenizer13a.tokens(hypothesis);
    var tokenized = Arrays.stream(references).map(Tokenizer13a::tokens).toList();
    length += words.size();
    referenceLength += closest(words.size(), tokenized);
    for (var n = 1; n <= ORDER; n++) {
      var most = new HashMap<List<String>, Integer>();
      for (var reference : tokenized) {
        ngrams(reference, n).forEach((ngram, count) -> most.merge(ngram, count, Math::max));
      }
      for (var entry : ngrams(words, n).entrySet()) {
        matches[n - 1] += Math.min(entry.getValue(), most.getOrDefault(entry.getKey(), 0));
        totals[n - 1] += entry.getValue();
      }
    }
  }

  /// The score of all translations so far.
  public double value() {
    return score(matches, totals, length, referenceLength);
  }

  /// The brevity penalty of all translations so far, 0 to 1.
  public double brevityPenalty() {
    return penalty(length, referenceLength);
  }

  static double score(long[] matches, long[] totals, long length, long referenceLength) {
    if (Arrays.stream(matches).allMatch(m -> m == 0)
        || Arrays.stream(totals).anyMatch(t -> t == 0)) {
      return 0;
    }
    var logs = 0.0;
    var smoothing = 1.0;
    for (var i = 0; i < ORDER; i++) {
      if (matches[i] == 0) {
        smoothing *= 2;
        logs += Math.log(100 / (smoothing * totals[i]));
      } else {
        logs += Math.log(100.0 * matches[i] / totals[i]);
      }
    }
    return penalty(length, referenceLength) * Math.exp(logs / ORDER);
  }

  private static double penalty(long length, long referenceLength) {
    if (length >= referenceLength) {
      return 1;
    }
    return length == 0 ? 0 : Math.exp(1 - (double) referenceLength / length);
  }

  private static int closest(int length, List<List<String>> references) {
    var best = references.getFirst().size();
    for (var reference : references) {
      var size = reference.size();
      var nearer = Math.abs(size - length) - Math.abs(best - length);
      if (nearer < 0 || (nearer == 0 && size < best)) {
        best = size;
      }
    }
    return best;
  }

  private static Map<List<String>, Integer> ngrams(List<String> words, int n) {
    var counts = new HashMap<List<String>, Integer>();
    for (var i = 0; i + n <= words.size(); i++) {
      counts.merge(words.subList(i, i + n), 1, Integer::sum);
    }
    return counts;
  }
}
