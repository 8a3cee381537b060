package profundo.models;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The beginning of a labelling, in the tree of all of them, with the log-probability of the paths
/// that lead to it: those that end in a blank, and those that end in its last label.
final class CtcPrefix {
  private static final int NONE = -1;
  private static final double NEVER = Double.NEGATIVE_INFINITY;

  private final @Nullable CtcPrefix shorter;
  private final int label;
  private @Nullable CtcPrefix @Nullable [] longer;
  private double endingInBlank = NEVER;
  private double endingInLabel = NEVER;
  private double nextInBlank = NEVER;
  private double nextInLabel = NEVER;
  private boolean isReached;

  private CtcPrefix(@Nullable CtcPrefix shorter, int label) {
    this.shorter = shorter;
    this.label = label;
  }

  /// No label yet: before the first frame all paths are here.
  static CtcPrefix empty() {
    var empty = new CtcPrefix(null, NONE);
    empty.endingInBlank = 0;
    return empty;
  }

  /// The last label; none of the empty prefix.
  int label() {
    return label;
  }

  double endingInBlank() {
    return endingInBlank;
  }

  double endingInLabel() {
    return endingInLabel;
  }

  /// The log-probability of all paths to here.
  double score() {
    return logAdd(endingInBlank, endingInLabel);
  }

  /// This prefix and one label more.
  CtcPrefix longer(int next, int classes) {
    if (longer == null) {
      longer = new CtcPrefix[classes];
    }
    var child = longer[next];
    if (child == null) {
      child = new CtcPrefix(this, next);
      longer[next] = child;
    }
    return child;
  }

  /// Puts itself among those that are reached at the next frame, once.
  void reach(List<CtcPrefix> reached) {
    if (!isReached) {
      isReached = true;
      reached.add(this);
    }
  }

  void addBlank(double logProbability) {
    nextInBlank = logAdd(nextInBlank, logProbability);
  }

  void addLabel(double logProbability) {
    nextInLabel = logAdd(nextInLabel, logProbability);
  }

  /// The next frame is the present one.
  void advance() {
    endingInBlank = nextInBlank;
    endingInLabel = nextInLabel;
    nextInBlank = NEVER;
    nextInLabel = NEVER;
    isReached = false;
  }

  List<Integer> labels() {
    var labels = new ArrayList<Integer>();
    for (var at = this; at.shorter != null; at = at.shorter) {
      labels.add(at.label);
    }
    Collections.reverse(labels);
    return labels;
  }

  private static double logAdd(double a, double b) {
    double most = Math.max(a, b);
    return most == NEVER ? NEVER : most + Math.log1p(Math.exp(Math.min(a, b) - most));
  }
}
