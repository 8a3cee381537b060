package profundo.nn;

import profundo.tensor.Tensor;

/// A picture enlarged by a whole factor: `[N, C, H, W]` to `[N, C, factor · H, factor · W]`.
public final class Upsample extends Net implements Layer {
  /// Where the new pixels come from.
  public enum Mode {
    /// The nearest pixel, repeated.
    NEAREST,
    /// Linear interpolation between pixel centres.
    BILINEAR,
    /// Cubic interpolation of pixel centres (Keys 1981, with a = −0.75): numbers can lie beyond
    /// those of the picture.
    BICUBIC
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
    this.mode = Given.require("mode", mode);
  }

  @Override
  public Tensor forward(Tensor x) {
    if (Given.require(this, "x", x).dim() != 4) {
      throw wrongShape(
          "input has " + x.dim() + " dimensions, [N, C, H, W] expected: x is " + x.shape(), x);
    }
    long height = x.size(2) * factor;
    long width = x.size(3) * factor;
    return output(
        x,
        () ->
            switch (mode) {
              case NEAREST -> x.upsampleNearest2d(height, width);
              case BILINEAR -> x.upsampleBilinear2d(height, width);
              case BICUBIC -> x.upsampleBicubic2d(height, width);
            });
  }

  @Override
  public String toString() {
    return "Upsample ×" + factor;
  }
}
