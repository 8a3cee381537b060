package profundo.nn;

import java.util.function.Consumer;
import profundo.tensor.Tensor;

/// A convolution of signals: `[N, in, L]` to `[N, out, L']` with L' = ⌊(L + 2 · padding − dilation
/// · (k − 1) − 1) / stride⌋ + 1.
public final class Conv1d extends ConvNet {
  /// A convolution with stride 1 and no padding.
  public Conv1d(long in, long out, long kernel) {
    this(in, out, kernel, _ -> {});
  }

  /// A convolution with kernels of this length.
  public Conv1d(long in, long out, long kernel, Consumer<ConvOptions> choose) {
    super(in, out, new long[] {kernel}, false, ConvOptions.of(1, choose));
  }

  @Override
  Tensor convolve(Tensor x, Tensor weight) {
    return x.conv1d(
        weight, bias, options.stride, options.padding, options.dilation, options.groups);
  }
}
