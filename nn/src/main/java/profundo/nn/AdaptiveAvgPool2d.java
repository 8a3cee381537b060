package profundo.nn;

import profundo.tensor.Tensor;

/// The means of as many windows as the output has cells: `[N, C, H, W]` to `[N, C, height, width]`
/// whatever H and W. One cell is global average pooling (Lin et al. 2014).
public final class AdaptiveAvgPool2d extends Net implements Layer {
  private final long height;
  private final long width;

  /// A square output of this size.
  public AdaptiveAvgPool2d(long size) {
    this(size, size);
  }

  /// An output of this height and width.
  public AdaptiveAvgPool2d(long height, long width) {
    Sizes.atLeast("the size of the output", 0, height, width);
    this.height = height;
    this.width = width;
  }

  @Override
  public Tensor forward(Tensor x) {
    return output(x, () -> x.adaptiveAvgPool2d(height, width));
  }

  @Override
  public String toString() {
    return "AdaptiveAvgPool2d " + height + "×" + width;
  }
}
