package profundo.nn;

import profundo.tensor.Tensor;

/// A picture made smaller by laying pixels out as channels, [PixelShuffle] reversed: `[…, C, r · H,
/// r · W]` to `[…, C · r², H, W]`.
public final class PixelUnshuffle extends Net implements Layer {
  private final long factor;

  /// By this factor r of height and width.
  public PixelUnshuffle(long factor) {
    this.factor = Sizes.atLeast("the factor", 1, factor)[0];
  }

  @Override
  public Tensor forward(Tensor x) {
    return output(x, () -> x.pixelUnshuffle(factor));
  }

  @Override
  public String toString() {
    return "PixelUnshuffle " + factor;
  }
}
