package profundo.tensor;

import org.bytedeco.pytorch.TensorOptional;
import org.jspecify.annotations.Nullable;

/// What convolutions of one, two and three dimensions have in common: the checks of their arguments
/// before native code sees them, and whole blocks of channels.
final class ConvolutionKernels {
  private ConvolutionKernels() {}

  /// Native code for one number of dimensions.
  interface Plain {
    org.bytedeco.pytorch.Tensor of(
        org.bytedeco.pytorch.Tensor x,
        org.bytedeco.pytorch.Tensor weight,
        TensorOptional bias,
        long[] stride,
        long[] padding,
        long[] dilation,
        long groups);
  }

  /// Native code for one number of dimensions, backwards.
  interface Transposed {
    org.bytedeco.pytorch.Tensor of(
        org.bytedeco.pytorch.Tensor x,
        org.bytedeco.pytorch.Tensor weight,
        TensorOptional bias,
        long[] stride,
        long[] padding,
        long[] outputPadding,
        long groups,
        long[] dilation);
  }

  static Tensor plain(
      String op,
      Plain kernel,
      Object input,
      Tensor weight,
      @Nullable Tensor bias,
      long[] stride,
      long[] padding,
      long[] dilation,
      long groups) {
    NullArgument.require(op, "weight", weight);
    NullArgument.require(op, "stride", stride);
    NullArgument.require(op, "padding", padding);
    NullArgument.require(op, "dilation", dilation);
    KernelSettings.require(op, stride, padding, dilation);
    return new ChannelBlocks((Tensor) input, weight, bias, groups, false)
        .convolve((x, w, b) ->
            Op.of(
                op,
                () ->
                    kernel.of(x.raw(), w.raw(), Op.optional(b), stride, padding, dilation, groups),
                x,
                w));
  }

  static Tensor transposed(
      String op,
      Transposed kernel,
      Object input,
      Tensor weight,
      @Nullable Tensor bias,
      long[] stride,
      long[] padding,
      long[] outputPadding,
      long groups,
      long[] dilation) {
    NullArgument.require(op, "weight", weight);
    NullArgument.require(op, "stride", stride);
    NullArgument.require(op, "padding", padding);
    NullArgument.require(op, "outputPadding", outputPadding);
    NullArgument.require(op, "dilation", dilation);
    KernelSettings.require(op, stride, padding, outputPadding, dilation);
    return new ChannelBlocks((Tensor) input, weight, bias, groups, true)
        .convolve((x, w, b) ->
            Op.of(
                op,
                () ->
                    kernel.of(
                        x.raw(),
                        w.raw(),
                        Op.optional(b),
                        stride,
                        padding,
                        outputPadding,
                        groups,
                        dilation),
                x,
                w));
  }
}
