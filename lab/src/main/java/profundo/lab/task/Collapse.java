package profundo.lab.task;

import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// Whether a generator gives the same few pictures again and again.
///
/// @param modes how many classes have at least a fiftieth of the samples, by a classifier's opinion
/// @param spread the samples' mean squared distance from their mean, as a share of the real
///   pictures'
public record Collapse(int modes, double spread) {
  private static final double LEAST_SHARE = 0.02;
  private static final double LEAST_SPREAD = 0.5;

  /// Looks at samples.
  ///
  /// @param scores the classifier's, `[N, classes]`
  /// @param samples `[N, …]`
  /// @param real pictures of the same kind, `[M, …]`
  public static Collapse of(Tensor scores, Tensor samples, Tensor real) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      int classes = (int) scores.size(1);
      var counts = scores.argmax(1).bincount(classes).toLongArray();
      int modes = 0;
      for (long count : counts) {
        if (count >= LEAST_SHARE * scores.size(0)) {
          modes++;
        }
      }
      return new Collapse(modes, variance(samples) / variance(real));
    }
  }

  /// Whether the samples of so many classes have collapsed: most classes are missing, or the
  /// samples hardly differ.
  public boolean happened(int classes) {
    return modes <= classes / 2 || spread < LEAST_SPREAD;
  }

  private static double variance(Tensor pictures) {
    return pictures.flatten(1).var(true, false, 0).sum().item();
  }
}
