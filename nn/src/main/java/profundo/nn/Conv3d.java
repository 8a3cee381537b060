package profundo.nn;

import java.util.function.Consumer;
import profundo.tensor.Tensor;

/// A convolution of volumes, such as films: `[N, in, D, H, W]` to `[N, out, D', H', W']` with H' =
/// ⌊(H + 2 · padding − dilation · (k − 1) − 1) / stride⌋ + 1.
public final class Conv3d extends ConvNet {
  /// A convolution with cubic kernels, stride 1 and no padding.
  public Conv3d(long in, long out, long kernel) {
    this(in, out, kernel, _ -> {});
  }

  /// A convolution with cubic kernels.
  public Conv3d(long in, long out, long kernel, Consumer<ConvOptions> choose) {
    this(in, out, new long[] {kernel, kernel, kernel}, choose);
  }

  /// A convolution with kernels of this depth, height and width.
  public Conv3d(long in, long out, long[] kernel, Consumer<ConvOptions> choose) {
    Given.require("kernel", kernel);
    super(in, out, kernel, false, ConvOptions.of(3, choose));
  }

  @Override
  Tensor convolve(Tensor x, Tensor weight) {
    return x.conv3d(
        weight, bias, options.stride, options.padding, options.dilation, options.groups);
  }
}
