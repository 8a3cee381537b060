package profundo.nn;

import profundo.tensor.Tensor;

/// The mean of each window: `[N, C, H, W]` to `[N, C, H', W']` with H' = ⌊(H + 2 · padding −
/// kernel) / stride⌋ + 1.
public final class AvgPool2d extends Net implements Layer {
  private final long[] kernel;
  private final long[] stride;
  private final long[] padding;

  /// Square windows side by side.
  public AvgPool2d(long kernel) {
    this(kernel, kernel, 0);
  }

  /// Square windows that lie `stride` apart.
  public AvgPool2d(long kernel, long stride) {
    this(kernel, stride, 0);
  }

  /// Square windows that lie `stride` apart over a picture with a border of zeros, which count.
  public AvgPool2d(long kernel, long stride, long padding) {
    Sizes.atLeast("kernel", 1, kernel);
    Sizes.atLeast("stride", 1, stride);
    Sizes.atLeast("padding", 0, padding);
    this.kernel = new long[] {kernel, kernel};
    this.stride = new long[] {stride, stride};
    this.padding = new long[] {padding, padding};
  }

  @Override
  public Tensor forward(Tensor x) {
    return output(x, () -> x.avgPool2d(kernel, stride, padding));
  }

  @Override
  public String toString() {
    return "AvgPool2d " + kernel[0] + "×" + kernel[1];
  }
}
