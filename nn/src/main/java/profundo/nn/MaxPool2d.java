package profundo.nn;

import profundo.tensor.Tensor;

/// The largest number of each window: `[N, C, H, W]` to `[N, C, H', W']` with H' = ⌊(H + 2 ·
/// padding − kernel) / stride⌋ + 1.
public final class MaxPool2d extends Net implements Layer {
  private final long[] kernel;
  private final long[] stride;
  private final long[] padding;

  /// Square windows side by side.
  public MaxPool2d(long kernel) {
    this(kernel, kernel, 0);
  }

  /// Square windows that lie `stride` apart.
  public MaxPool2d(long kernel, long stride) {
    this(kernel, stride, 0);
  }

  /// Square windows that lie `stride` apart over a picture with a border of nothing.
  public MaxPool2d(long kernel, long stride, long padding) {
    Sizes.atLeast("kernel", 1, kernel);
    Sizes.atLeast("stride", 1, stride);
    Sizes.atLeast("padding", 0, padding);
    this.kernel = new long[] {kernel, kernel};
    this.stride = new long[] {stride, stride};
    this.padding = new long[] {padding, padding};
  }

  @Override
  public Tensor forward(Tensor x) {
    return output(x, () -> x.maxPool2d(kernel, stride, padding));
  }

  @Override
  public String toString() {
    return "MaxPool2d " + kernel[0] + "×" + kernel[1];
  }
}
