package profundo.nn;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import profundo.tensor.Tensor;

/// A transposed convolution, which enlarges pictures: `[N, in, H, W]` to `[N, out, H', W']` with H'
/// = (H − 1) · stride − 2 · padding + dilation · (k − 1) + outputPadding + 1 (Zeiler et al. 2010).
///
/// Weight and bias are drawn uniformly from ±1/√(out / groups · kH · kW) at first, as in PyTorch.
public final class ConvTranspose2d extends Net implements Layer {
  private final long in;
  private final long out;
  private final long[] kernel;
  private final ConvOptions options;

  /// The kernels, `[in, out / groups, kH, kW]`.
  public final Tensor weight;

  /// The bias, `[out]`; null without one.
  public final @Nullable Tensor bias;

  /// A transposed convolution with square kernels, stride 1 and no padding.
  public ConvTranspose2d(long in, long out, long kernel) {
    this(in, out, kernel, _ -> {});
  }

  /// A transposed convolution with square kernels.
  public ConvTranspose2d(long in, long out, long kernel, Consumer<ConvOptions> choose) {
    this(in, out, new long[] {kernel, kernel}, choose);
  }

  /// A transposed convolution with kernels of this height and width.
  public ConvTranspose2d(long in, long out, long[] kernel, Consumer<ConvOptions> choose) {
    this.in = in;
    this.out = out;
    this.options = ConvOptions.of(2, choose);
    this.kernel = options.kernel(kernel);
    options.requireGroups(in, out);
    long fan = out / options.groups * this.kernel[0] * this.kernel[1];
    var kernels = Tensor.zeros(in, out / options.groups, this.kernel[0], this.kernel[1]);
    this.weight = parameter(Init.fanInUniform(kernels, fan));
    this.bias = options.bias ? parameter(Init.fanInUniform(Tensor.zeros(out), fan)) : null;
  }

  @Override
  public Tensor forward(Tensor x) {
    Inputs.channels(this, x, 2, in);
    return output(
        x,
        () ->
            x.convTranspose2d(
                weight,
                bias,
                options.stride,
                options.padding,
                options.outputPadding,
                options.groups,
                options.dilation));
  }

  @Override
  protected long multiplyAdds(Tensor input, Tensor output) {
    return input.numel() * (out / options.groups) * kernel[0] * kernel[1];
  }

  @Override
  public String toString() {
    return "ConvTranspose2d " + in + "→" + out + ", " + kernel[0] + "×" + kernel[1];
  }
}
