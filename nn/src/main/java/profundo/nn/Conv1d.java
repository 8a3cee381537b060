package profundo.nn;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import profundo.tensor.Tensor;

/// A convolution of signals: `[N, in, L]` to `[N, out, L']` with L' = ⌊(L + 2 · padding − dilation
/// · (k − 1) − 1) / stride⌋ + 1.
///
/// Weight and bias are drawn uniformly from ±1/√fan-in at first, as in PyTorch.
public final class Conv1d extends Net implements Layer {
  private final long in;
  private final long out;
  private final long kernel;
  private final ConvOptions options;

  /// The kernels, `[out, in / groups, k]`.
  public final Tensor weight;

  /// The bias, `[out]`; null without one.
  public final @Nullable Tensor bias;

  /// A convolution with stride 1 and no padding.
  public Conv1d(long in, long out, long kernel) {
    this(in, out, kernel, _ -> {});
  }

  /// A convolution with kernels of this length.
  public Conv1d(long in, long out, long kernel, Consumer<ConvOptions> choose) {
    this.in = in;
    this.out = out;
    this.options = ConvOptions.of(1, choose);
    this.kernel = options.kernel(kernel)[0];
    options.requireGroups(in, out);
    long fan = in / options.groups * kernel;
    this.weight = parameter(Init.fanInUniform(Tensor.zeros(out, in / options.groups, kernel), fan));
    this.bias = options.bias ? parameter(Init.fanInUniform(Tensor.zeros(out), fan)) : null;
  }

  @Override
  public Tensor forward(Tensor x) {
    Inputs.channels(this, x, 1, in);
    return output(
        x,
        () ->
            x.conv1d(
                weight, bias, options.stride, options.padding, options.dilation, options.groups));
  }

  @Override
  protected long multiplyAdds(Tensor input, Tensor output) {
    return output.numel() * (in / options.groups) * kernel;
  }

  @Override
  public String toString() {
    return "Conv1d " + in + "→" + out + ", " + kernel;
  }
}
