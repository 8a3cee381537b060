package profundo.nn;

import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import profundo.tensor.Tensor;

/// What convolutions have in common: kernels and a bias, drawn uniformly from ±1/√fan-in at first,
/// as in PyTorch, and the check of inputs.
public abstract sealed class ConvNet extends Net implements Layer
    permits Conv1d, Conv2d, Conv3d, ConvTranspose1d, ConvTranspose2d, ConvTranspose3d {
  final ConvOptions options;

  private final long in;
  private final long out;
  private final long[] kernel;
  private final boolean transposed;

  /// The kernels, `[out, in / groups, …]`; of a transposed convolution `[in, out / groups, …]`.
  public final Tensor weight;

  /// The bias, `[out]`; null without one.
  public final @Nullable Tensor bias;

  ConvNet(long in, long out, long[] kernel, boolean transposed, ConvOptions options) {
    Sizes.atLeast("the number of channels", 0, in, out);
    this.in = in;
    this.out = out;
    this.kernel = options.kernel(kernel);
    this.transposed = transposed;
    this.options = options;
    options.requireGroups(in, out);
    var shape = new long[2 + this.kernel.length];
    shape[0] = transposed ? in : out;
    shape[1] = (transposed ? out : in) / options.groups;
    System.arraycopy(this.kernel, 0, shape, 2, this.kernel.length);
    long fan = shape[1] * elements();
    this.weight = parameter(Init.fanInUniform(Tensor.zeros(shape), fan));
    this.bias = options.bias ? parameter(Init.fanInUniform(Tensor.zeros(out), fan)) : null;
  }

  @Override
  public final Tensor forward(Tensor x) {
    return output(x, () -> compute(this, x, weight));
  }

  /// What another net, or this one, computes with these kernels.
  final Tensor compute(Net net, Tensor x, Tensor weight) {
    Inputs.channels(net, x, kernel.length, in);
    return convolve(x, weight);
  }

  abstract Tensor convolve(Tensor x, Tensor weight);

  /// The dimension of the weight that counts outputs.
  final int outputs() {
    return transposed ? 1 : 0;
  }

  @Override
  protected final long multiplyAdds(Tensor input, Tensor output) {
    return (transposed ? input : output).numel() * weight.size(1) * elements();
  }

  private long elements() {
    long product = 1;
    for (long size : kernel) {
      product *= size;
    }
    return product;
  }

  @Override
  public final String toString() {
    var sizes = LongStream.of(kernel).mapToObj(Long::toString).collect(Collectors.joining("×"));
    return getClass().getSimpleName() + " " + in + "→" + out + ", " + sizes;
  }
}
