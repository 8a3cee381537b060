package profundo.nn;

import java.util.function.Consumer;
import profundo.tensor.Tensor;

/// A transposed convolution, which lengthens signals: `[N, in, L]` to `[N, out, L']` with L' = (L −
/// 1) · stride − 2 · padding + dilation · (k − 1) + outputPadding + 1 (Zeiler et al. 2010).
public final class ConvTranspose1d extends ConvNet {
  /// A transposed convolution with stride 1 and no padding.
  public ConvTranspose1d(long in, long out, long kernel) {
    this(in, out, kernel, _ -> {});
  }

  /// A transposed convolution with kernels of this length.
  public ConvTranspose1d(long in, long out, long kernel, Consumer<ConvOptions> choose) {
    super(in, out, new long[] {kernel}, true, ConvOptions.of(1, choose));
  }

  @Override
  Tensor convolve(Tensor x, Tensor weight) {
    return x.convTranspose1d(
        weight,
        bias,
        options.stride,
        options.padding,
        options.outputPadding,
        options.groups,
        options.dilation);
  }
}
