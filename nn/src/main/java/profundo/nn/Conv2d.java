package profundo.nn;

import java.util.function.Consumer;
import profundo.tensor.Tensor;

/// A convolution of pictures: `[N, in, H, W]` to `[N, out, H', W']` with H' = ⌊(H + 2 · padding −
/// dilation · (k − 1) − 1) / stride⌋ + 1.
public final class Conv2d extends ConvNet {
  /// A convolution with square kernels, stride 1 and no padding.
  public Conv2d(long in, long out, long kernel) {
    this(in, out, kernel, _ -> {});
  }

  /// A convolution with square kernels.
  public Conv2d(long in, long out, long kernel, Consumer<ConvOptions> choose) {
    this(in, out, new long[] {kernel, kernel}, choose);
  }

  /// A convolution with kernels of this height and width.
  public Conv2d(long in, long out, long[] kernel, Consumer<ConvOptions> choose) {
    Given.require("kernel", kernel);
    super(in, out, kernel, false, ConvOptions.of(2, choose));
  }

  @Override
  Tensor convolve(Tensor x, Tensor weight) {
    return x.conv2d(
        weight, bias, options.stride, options.padding, options.dilation, options.groups);
  }
}
