package profundo.nn;

import profundo.tensor.Tensor;

/// A picture enlarged by a whole factor: `[N, C, H, W]` to `[N, C, factor · H, factor · W]`.
public final class Upsample extends Net implements Layer {
  /// Where the new pixels come from.
  public enum Mode {
    /// The nearest pixel, repeated.
    NEAREST,
    /// Linear interpolation between pixel centres.
    BILINEAR
  }

  private final long factor;
  private final Mode mode;

  /// Repeats pixels.
  public Upsample(long factor) {
    this(factor, Mode.NEAREST);
  }

  /// Enlarges by this factor.
  public Upsample(long factor, Mode mode) {
    Sizes.atLeast("the factor", 1, factor);
    this.factor = factor;
    this.mode = mode;
  }

  @Override
  public Tensor forward(Tensor x) {
    if (Given.require(this, "x", x).dim() != 4) {
      throw wrong("input has " + x.dim() + " dimensions, [N, C, H, W] expected: x is " + x.shape());
    }
    long height = x.size(2) * factor;
    long width = x.size(3) * factor;
    return output(
        x,
        () ->
            mode == Mode.NEAREST
                ? x.upsampleNearest2d(height, width)
                : x.upsampleBilinear2d(height, width));
  }

  @Override
  public String toString() {
    return "Upsample ×" + factor;
  }
}
