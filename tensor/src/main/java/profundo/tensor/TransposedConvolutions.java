package profundo.tensor;

import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// Convolutions backwards, which enlarge what they are given.
public sealed interface TransposedConvolutions permits Tensor {
  /// The gradient of [Convolutions#conv1d] as an operation: `[N, in, L]` to a longer signal (Zeiler
  /// et al. 2010).
  ///
  /// @param weight `[in, out / groups, k]`
  /// @param bias `[out]`, or null for none
  /// @param outputPadding added to one side of the output's size
  default Tensor convTranspose1d(
      Tensor weight,
      @Nullable Tensor bias,
      long[] stride,
      long[] padding,
      long[] outputPadding,
      long groups,
      long[] dilation) {
    NullArgument.require("convTranspose1d", "weight", weight);
    NullArgument.require("convTranspose1d", "stride", stride);
    NullArgument.require("convTranspose1d", "padding", padding);
    NullArgument.require("convTranspose1d", "outputPadding", outputPadding);
    NullArgument.require("convTranspose1d", "dilation", dilation);
    KernelSettings.require("convTranspose1d", stride, padding, outputPadding, dilation);
    return new ChannelBlocks((Tensor) this, weight, bias, groups, true)
        .convolve((x, w, b) ->
            Op.of(
                "convTranspose1d",
                () ->
                    torch.conv_transpose1d(
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

  /// The gradient of [Convolutions#conv2d] as an operation: `[N, in, H, W]` to a larger picture
  /// (Zeiler et al. 2010).
  ///
  /// @param weight `[in, out / groups, kH, kW]`
  /// @param bias `[out]`, or null for none
  /// @param outputPadding added to one side of the output's size
  default Tensor convTranspose2d(
      Tensor weight,
      @Nullable Tensor bias,
      long[] stride,
      long[] padding,
      long[] outputPadding,
      long groups,
      long[] dilation) {
    NullArgument.require("convTranspose2d", "weight", weight);
    NullArgument.require("convTranspose2d", "stride", stride);
    NullArgument.require("convTranspose2d", "padding", padding);
    NullArgument.require("convTranspose2d", "outputPadding", outputPadding);
    NullArgument.require("convTranspose2d", "dilation", dilation);
    KernelSettings.require("convTranspose2d", stride, padding, outputPadding, dilation);
    return new ChannelBlocks((Tensor) this, weight, bias, groups, true)
        .convolve((x, w, b) ->
            Op.of(
                "convTranspose2d",
                () ->
                    torch.conv_transpose2d(
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

  /// The gradient of [Convolutions#conv3d] as an operation: `[N, in, D, H, W]` to a larger volume
  /// (Zeiler et al. 2010).
  ///
  /// @param weight `[in, out / groups, kD, kH, kW]`
  /// @param bias `[out]`, or null for none
  /// @param outputPadding added to one side of the output's size
  default Tensor convTranspose3d(
      Tensor weight,
      @Nullable Tensor bias,
      long[] stride,
      long[] padding,
      long[] outputPadding,
      long groups,
      long[] dilation) {
    NullArgument.require("convTranspose3d", "weight", weight);
    NullArgument.require("convTranspose3d", "stride", stride);
    NullArgument.require("convTranspose3d", "padding", padding);
    NullArgument.require("convTranspose3d", "outputPadding", outputPadding);
    NullArgument.require("convTranspose3d", "dilation", dilation);
    KernelSettings.require("convTranspose3d", stride, padding, outputPadding, dilation);
    return new ChannelBlocks((Tensor) this, weight, bias, groups, true)
        .convolve((x, w, b) ->
            Op.of(
                "convTranspose3d",
                () ->
                    torch.conv_transpose3d(
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
