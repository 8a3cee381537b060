package profundo.nn;

import profundo.tensor.Tensor;

/// A picture enlarged by pixels from its channels: `[…, C · r², H, W]` to `[…, C, r · H, r · W]`
/// (Shi et al. 2016).
public final class PixelShuffle extends Net implements Layer {
  private final long factor;

  /// By this factor r of height and width.
  public PixelShuffle(long factor) {
    this.factor = Sizes.atLeast("the factor", 1, factor)[0];
  }

  @Override
  public Tensor forward(Tensor x) {
    return output(x, () -> x.pixelShuffle(factor));
  }

  @Override
  public String toString() {
    return "PixelShuffle " + factor;
  }
}
