package profundo.train.metric;

import java.util.List;
import profundo.base.Given;

/// Word or character error rate: the fewest insertions, deletions and substitutions that turn the
/// hypotheses into the references (Levenshtein 1966), over the references' length. 0 is perfect; it
/// can exceed 1.
public final class ErrorRate {
  private long edits;
  private long length;

  /// Counts from nothing.
  public ErrorRate() {}

  /// Counts one pair word by word; words stand between white space, and case and punctuation count.
  public void addWords(String hypothesis, String reference) {
    Given.require("hypothesis", hypothesis);
    Given.require("reference", reference);
    add(Words.split(hypothesis), Words.split(reference));
  }

  /// Counts one pair character by character (Unicode code points, spaces too).
  public void addCharacters(String hypothesis, String reference) {
    Given.require("hypothesis", hypothesis);
    Given.require("reference", reference);
    add(hypothesis.codePoints().boxed().toList(), reference.codePoints().boxed().toList());
  }

  /// Counts one pair of sequences of any tokens.
  public <T> void add(List<T> hypothesis, List<T> reference) {
    Given.require("hypothesis", hypothesis);
    Given.require("reference", reference);
    edits += distance(hypothesis, reference);
    length += reference.size();
  }

  /// The rate so far: all edits over all reference tokens; NaN without references.
  public double value() {
    return edits == 0 && length == 0 ? Double.NaN : (double) edits / length;
  }

  /// The fewest insertions, deletions and substitutions that turn one sequence into the other.
  public static <T> int distance(List<T> from, List<T> to) {
    Given.require("from", from);
    Given.require("to", to);
    var row = new int[to.size() + 1];
    for (var j = 0; j <= to.size(); j++) {
      row[j] = j;
    }
    for (var i = 1; i <= from.size(); i++) {
      var diagonal = row[0];
      row[0] = i;
      for (var j = 1; j <= to.size(); j++) {
        var substituted = diagonal + (from.get(i - 1).equals(to.get(j - 1)) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.size()];
  }
}
