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
    return ConvolutionKernels.transposed(
        "convTranspose1d",
        torch::conv_transpose1d,
        this,
        weight,
        bias,
        stride,
        padding,
        outputPadding,
        groups,
        dilation);
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
    return ConvolutionKernels.transposed(
        "convTranspose2d",
        torch::conv_transpose2d,
        this,
        weight,
        bias,
        stride,
        padding,
        outputPadding,
        groups,
        dilation);
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
    return ConvolutionKernels.transposed(
        "convTranspose3d",
        torch::conv_transpose3d,
        this,
        weight,
        bias,
        stride,
        padding,
        outputPadding,
        groups,
        dilation);
  }
}
