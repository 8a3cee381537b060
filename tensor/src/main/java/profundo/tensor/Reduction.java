package profundo.tensor;

/// What a loss makes of the losses of its elements, as in PyTorch.
public enum Reduction {
  /// One loss for each element.
  NONE,
  /// Their mean.
  MEAN,
  /// Their sum.
  SUM;

  long code() {
    return ordinal();
  }
}
