package profundo.nn;

import profundo.tensor.Tensor;

/// Every dimension but the batch joined into one: `[N, …]` to `[N, features]`.
public final class Flatten extends Net implements Layer {
  private final long start;

  /// Joins the dimensions from the second on.
  public Flatten() {
    this(1);
  }

  /// Joins the dimensions from `start` on.
  public Flatten(long start) {
    this.start = start;
  }

  @Override
  public Tensor forward(Tensor x) {
    return output(x, () -> x.flatten(start));
  }
}
