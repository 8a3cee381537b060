package profundo.nn;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import profundo.tensor.Tensor;

/// A convolution of pictures: `[N, in, H, W]` to `[N, out, H', W']` with H' = ⌊(H + 2 · padding −
/// dilation · (k − 1) − 1) / stride⌋ + 1.
///
/// Weight and bias are drawn uniformly from ±1/√fan-in at first, as in PyTorch.
public final class Conv2d extends Net implements Layer {
  private final long in;
  private final long out;
  private final long[] kernel;
  private final ConvOptions options;

  /// The kernels, `[out, in / groups, kH, kW]`.
  public final Tensor weight;

  /// The bias, `[out]`; null without one.
  public final @Nullable Tensor bias;

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
    this.in = in;
    this.out = out;
    this.options = ConvOptions.of(2, choose);
    this.kernel = options.kernel(kernel);
    options.requireGroups(in, out);
    long fan = in / options.groups * this.kernel[0] * this.kernel[1];
    var kernels = Tensor.zeros(out, in / options.groups, this.kernel[0], this.kernel[1]);
    this.weight = parameter(Init.fanInUniform(kernels, fan));
    this.bias = options.bias ? parameter(Init.fanInUniform(Tensor.zeros(out), fan)) : null;
  }

  @Override
  public Tensor forward(Tensor x) {
    Inputs.channels(this, x, 2, in);
    return output(
        x,
        () ->
            x.conv2d(
                weight, bias, options.stride, options.padding, options.dilation, options.groups));
  }

  @Override
  protected long multiplyAdds(Tensor input, Tensor output) {
    return output.numel() * (in / options.groups) * kernel[0] * kernel[1];
  }

  @Override
  public String toString() {
    return "Conv2d " + in + "→" + out + ", " + kernel[0] + "×" + kernel[1];
  }
}
