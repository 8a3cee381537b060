package profundo.tensor;

/// What a loss makes of the losses of its elements, as in PyTorch.
public enum Reduction {
  /// One loss for each element.
  NONE,
  /// Their mean.
  MEAN,
  /// Their sum.
  SUM;

  /// The losses of elements, reduced.
  public Tensor of(Tensor losses) {
    NullArgument.require("Reduction", "losses", losses);
    return switch (this) {
      case NONE -> losses;
      case MEAN -> losses.mean();
      case SUM -> losses.sum();
    };
  }

  long code() {
    return ordinal();
  }
}
