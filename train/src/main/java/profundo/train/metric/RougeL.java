package profundo.train.metric;

import java.util.List;
import profundo.base.Given;

/// ROUGE-L (Lin 2004, section 3.1): the longest common subsequence of a summary and a reference,
/// over their lengths, as precision, recall and F1 (β = 1); the means over all summaries, 0 to 1.
public final class RougeL {
  private final Mean precision = new Mean();
  private final Mean recall = new Mean();
  private final Mean f1 = new Mean();

  /// Counts from nothing.
  public RougeL() {}

  /// Counts one summary against the reference that gives it the highest F1. Words stand between
  /// white space, and case and punctuation count.
  ///
  /// @param references at least one
  public void add(String summary, String... references) {
    Given.require("summary", summary);
    Given.require("references", references);
    if (references.length == 0) {
      throw new IllegalArgumentException("ROUGE needs at least one reference");
    }
    var words = Words.split(summary);
    var best = new Match(words, Words.split(references[0]));
    for (var reference : references) {
      var match = new Match(words, Words.split(reference));
      best = match.f1() > best.f1() ? match : best;
    }
    add(best);
  }

  /// Counts one summary and its reference in tokens of any kind.
  public <T> void add(List<T> summary, List<T> reference) {
    Given.require("summary", summary);
    Given.require("reference", reference);
    add(new Match(summary, reference));
  }

  private void add(Match match) {
    precision.add(match.precision());
    recall.add(match.recall());
    f1.add(match.f1());
  }

  /// A summary against one reference; a quotient without a denominator is 0.
  private record Match(int common, int length, int referenceLength) {
    <T> Match(List<T> summary, List<T> reference) {
      this(longest(summary, reference), summary.size(), reference.size());
    }

    double precision() {
      return length == 0 ? 0 : (double) common / length;
    }

    double recall() {
      return referenceLength == 0 ? 0 : (double) common / referenceLength;
    }

    double f1() {
      return common == 0 ? 0 : 2.0 * common / (length + referenceLength);
    }
  }

  /// The length of the longest common subsequence.
  private static <T> int longest(List<T> a, List<T> b) {
    var row = new int[b.size() + 1];
    for (var item : a) {
      var diagonal = 0;
      for (var j = 1; j <= b.size(); j++) {
        var above = row[j];
        row[j] = item.equals(b.get(j - 1)) ? diagonal + 1 : Math.max(above, row[j - 1]);
        diagonal = above;
      }
    }
    return row[b.size()];
  }

  /// The mean F1; NaN if nothing was counted.
  public double value() {
    return f1.value();
  }

  /// The mean precision; NaN if nothing was counted.
  public double precision() {
    return precision.value();
  }

  /// The mean recall; NaN if nothing was counted.
  public double recall() {
    return recall.value();
  }
}
