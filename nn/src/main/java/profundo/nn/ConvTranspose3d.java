package profundo.nn;

import java.util.function.Consumer;
import profundo.tensor.Tensor;

/// A transposed convolution, which enlarges volumes: `[N, in, D, H, W]` to `[N, out, D', H', W']`
/// with H' = (H − 1) · stride − 2 · padding + dilation · (k − 1) + outputPadding + 1 (Zeiler et al.
/// 2010).
public final class ConvTranspose3d extends ConvNet {
  /// A transposed convolution with cubic kernels, stride 1 and no padding.
  public ConvTranspose3d(long in, long out, long kernel) {
    this(in, out, kernel, _ -> {});
  }

  /// A transposed convolution with cubic kernels.
  public ConvTranspose3d(long in, long out, long kernel, Consumer<ConvOptions> choose) {
    this(in, out, new long[] {kernel, kernel, kernel}, choose);
  }

  /// A transposed convolution with kernels of this depth, height and width.
  public ConvTranspose3d(long in, long out, long[] kernel, Consumer<ConvOptions> choose) {
    Given.require("kernel", kernel);
    super(in, out, kernel, true, ConvOptions.of(3, choose));
  }

  @Override
  Tensor convolve(Tensor x, Tensor weight) {
    return x.convTranspose3d(
        weight,
        bias,
        options.stride,
        options.padding,
        options.outputPadding,
        options.groups,
        options.dilation);
  }
}
