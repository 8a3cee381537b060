package profundo.train.metric;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import profundo.base.Given;

/// chrF of a corpus (Popović 2015), 0 to 100, in the definition of sacreBLEU (Post 2018) with the
/// signature `case:mixed|eff:yes|nc:6|nw:0|space:no`: n-grams of up to six characters, white space
/// left out; precision and recall are averaged over the orders that both sides have, and recall
/// counts β times.
public final class ChrF {
  private static final int ORDER = 6;

  private final double beta;
  private Counts counts = new Counts(new long[ORDER], new long[ORDER], new long[ORDER]);

  /// An empty corpus, with sacreBLEU's β = 2.
  public ChrF() {
    this(2);
  }

  /// An empty corpus.
  ///
  /// @param beta how many times recall counts, above 0 and to 100; 3 makes chrF3
  public ChrF(double beta) {
    if (!(beta > 0 && beta <= 100)) {
      throw new IllegalArgumentException("beta is above 0 and to 100, not " + beta);
    }
    this.beta = beta;
  }

  /// Counts one translation against the reference that gives it the highest score.
  ///
  /// @param references at least one translation by a person
  public void add(String hypothesis, String... references) {
    Given.require("hypothesis", hypothesis);
    Given.require("references", references);
    if (references.length == 0) {
      throw new IllegalArgumentException("chrF needs at least one reference");
    }
    var best = Counts.of(hypothesis, references[0]);
    for (var reference : references) {
      var one = Counts.of(hypothesis, reference);
      best = one.score(beta) > best.score(beta) ? one : best;
    }
    counts = counts.plus(best);
  }

  /// The score of all translations so far.
  public double value() {
    return counts.score(beta);
  }

  /// The n-grams of both sides by their order, and those that match.
  private record Counts(long[] hypothesis, long[] reference, long[] matches) {
    static Counts of(String hypothesis, String reference) {
      var counts = new Counts(new long[ORDER], new long[ORDER], new long[ORDER]);
      var own = characters(hypothesis);
      var others = characters(reference);
      for (var n = 1; n <= ORDER; n++) {
        var known = ngrams(others, n);
        counts.hypothesis[n - 1] = Math.max(0, own.length - n + 1);
        counts.reference[n - 1] = Math.max(0, others.length - n + 1);
        for (var entry : ngrams(own, n).entrySet()) {
          counts.matches[n - 1] +=
              Math.min(entry.getValue(), known.getOrDefault(entry.getKey(), 0));
        }
      }
      return counts;
    }

    private static int[] characters(String text) {
      return String.join("", Words.split(text)).codePoints().toArray();
    }

    private static Map<String, Integer> ngrams(int[] characters, int n) {
      var ngrams = new HashMap<String, Integer>();
      for (var i = 0; i + n <= characters.length; i++) {
        ngrams.merge(new String(characters, i, n), 1, Integer::sum);
      }
      return ngrams;
    }

    Counts plus(Counts other) {
      return new Counts(
          sum(hypothesis, other.hypothesis),
          sum(reference, other.reference),
          sum(matches, other.matches));
    }

    private static long[] sum(long[] a, long[] b) {
      var sum = new long[ORDER];
      Arrays.setAll(sum, i -> a[i] + b[i]);
      return sum;
    }

    double score(double beta) {
      var precision = new Mean();
      var recall = new Mean();
      for (var i = 0; i < ORDER; i++) {
        if (hypothesis[i] > 0 && reference[i] > 0) {
          precision.add((double) matches[i] / hypothesis[i]);
          recall.add((double) matches[i] / reference[i]);
        }
      }
      var p = precision.value();
      var r = recall.value();
      return p + r > 0 ? 100 * (1 + beta * beta) * p * r / (beta * beta * p + r) : 0;
    }
  }
}
