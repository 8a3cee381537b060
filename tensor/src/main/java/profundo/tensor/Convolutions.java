package profundo.tensor;

import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// Linear maps, convolutions, pooling and sampling of signals and pictures.
public sealed interface Convolutions permits Tensor {
  /// `x · weightᵀ + bias`: `[…, in]` to `[…, out]`.
  ///
  /// @param weight `[out, in]`
  /// @param bias `[out]`, or null for none
  default Tensor linear(Tensor weight, @Nullable Tensor bias) {
    NullArgument.require("linear", "weight", weight);
    if (bias != null && (bias.dim() != 1 || bias.size(0) != weight.size(0))) {
      throw new ShapeException(
          "linear",
          "a bias for each output wanted: weight is "
              + weight.shape()
              + ", bias is "
              + bias.shape()
              + ".",
          weight.shape(),
          bias.shape());
    }
    return Op.of(
        "linear", () -> torch.linear(Op.raw(this), weight.raw(), Op.optional(bias)), this, weight);
  }

  /// The cross-correlation of `[N, C, L]` with a kernel.
  ///
  /// @param weight `[out, in / groups, k]`
  /// @param bias `[out]`, or null for none
  /// @param stride how far the kernel moves, for each spatial dimension
  /// @param padding zeros on each side, for each spatial dimension
  /// @param dilation how far the kernel's elements lie apart, for each spatial dimension
  /// @param groups the number of groups that input and output channels are split into
  default Tensor conv1d(
      Tensor weight,
      @Nullable Tensor bias,
      long[] stride,
      long[] padding,
      long[] dilation,
      long groups) {
    return ConvolutionKernels.plain(
        "conv1d", torch::conv1d, this, weight, bias, stride, padding, dilation, groups);
  }

  /// The cross-correlation of `[N, C, H, W]` with a kernel.
  ///
  /// @param weight `[out, in / groups, kH, kW]`
  /// @param bias `[out]`, or null for none
  /// @param stride how far the kernel moves, for each spatial dimension
  /// @param padding zeros on each side, for each spatial dimension
  /// @param dilation how far the kernel's elements lie apart, for each spatial dimension
  /// @param groups the number of groups that input and output channels are split into
  default Tensor conv2d(
      Tensor weight,
      @Nullable Tensor bias,
      long[] stride,
      long[] padding,
      long[] dilation,
      long groups) {
    return ConvolutionKernels.plain(
        "conv2d", torch::conv2d, this, weight, bias, stride, padding, dilation, groups);
  }

  /// The cross-correlation of `[N, C, D, H, W]` with a kernel.
  ///
  /// @param weight `[out, in / groups, kD, kH, kW]`
  /// @param bias `[out]`, or null for none
  /// @param stride how far the kernel moves, for each spatial dimension
  /// @param padding zeros on each side, for each spatial dimension
  /// @param dilation how far the kernel's elements lie apart, for each spatial dimension
  /// @param groups the number of groups that input and output channels are split into
  default Tensor conv3d(
      Tensor weight,
      @Nullable Tensor bias,
      long[] stride,
      long[] padding,
      long[] dilation,
      long groups) {
    return ConvolutionKernels.plain(
        "conv3d", torch::conv3d, this, weight, bias, stride, padding, dilation, groups);
  }

  /// The largest number in each window of `[N, C, H, W]`.
  default Tensor maxPool2d(long[] kernel, long[] stride, long[] padding) {
    NullArgument.require("maxPool2d", "kernel", kernel);
    NullArgument.require("maxPool2d", "stride", stride);
    NullArgument.require("maxPool2d", "padding", padding);
    KernelSettings.require("maxPool2d", kernel, stride, padding);
    var x = (Tensor) this;
    return Pooling.pairs(x, kernel, stride, padding)
        .orElseGet(() ->
            Op.of(
                "maxPool2d",
                () -> torch.max_pool2d(x.raw(), kernel, stride, padding, new long[] {1, 1}, false),
                x));
  }

  /// The largest number in each square window of `[N, C, H, W]`, the windows side by side.
  default Tensor maxPool2d(long kernel) {
    NullArgument.require("maxPool2d", "kernel", kernel);
    var size = new long[] {kernel, kernel};
    return maxPool2d(size, size, new long[] {0, 0});
  }

  /// The mean of each window of `[N, C, H, W]`, zeros of the padding included.
  default Tensor avgPool2d(long[] kernel, long[] stride, long[] padding) {
    NullArgument.require("avgPool2d", "kernel", kernel);
    NullArgument.require("avgPool2d", "stride", stride);
    NullArgument.require("avgPool2d", "padding", padding);
    KernelSettings.require("avgPool2d", kernel, stride, padding);
    return Op.of(
        "avgPool2d",
        () -> torch.avg_pool2d(Op.raw(this), kernel, stride, padding, false, true, Op.NO_LONG),
        this);
  }

  /// The mean of each square window of `[N, C, H, W]`, the windows side by side.
  default Tensor avgPool2d(long kernel) {
    NullArgument.require("avgPool2d", "kernel", kernel);
    var size = new long[] {kernel, kernel};
    return avgPool2d(size, size, new long[] {0, 0});
  }

  /// The means of as many windows as the output has cells, `[N, C, height, width]`.
  default Tensor adaptiveAvgPool2d(long height, long width) {
    return Op.of(
        "adaptiveAvgPool2d", () -> torch.adaptive_avg_pool2d(Op.raw(this), height, width), this);
  }

  /// The largest number in each window of `[N, C, L]`.
  default Tensor maxPool1d(long kernel, long stride, long padding) {
    KernelSettings.require("maxPool1d", new long[] {kernel, stride, padding});
    return Op.of(
        "maxPool1d",
        () ->
            torch.max_pool1d(
                Op.raw(this),
                new long[] {kernel},
                new long[] {stride},
                new long[] {padding},
                new long[] {1},
                false),
        this);
  }

  /// A picture enlarged to `[N, C, height, width]` by repeating the nearest pixel.
  default Tensor upsampleNearest2d(long height, long width) {
    return Op.of(
        "upsampleNearest2d", () -> torch.upsample_nearest2d(Op.raw(this), height, width), this);
  }

  /// A picture resized to `[N, C, height, width]` by linear interpolation of pixel centres.
  default Tensor upsampleBilinear2d(long height, long width) {
    return Op.of(
        "upsampleBilinear2d",
        () -> torch.upsample_bilinear2d(Op.raw(this), new long[] {height, width}, false),
        this);
  }

  /// Each window of `[N, C, H, W]` as a column, `[N, C · kH · kW, windows]`.
  default Tensor im2col(long[] kernel, long[] dilation, long[] padding, long[] stride) {
    NullArgument.require("im2col", "kernel", kernel);
    NullArgument.require("im2col", "dilation", dilation);
    NullArgument.require("im2col", "padding", padding);
    NullArgument.require("im2col", "stride", stride);
    KernelSettings.require("im2col", kernel, dilation, padding, stride);
    return Op.of(
        "im2col", () -> torch.im2col(Op.raw(this), kernel, dilation, padding, stride), this);
  }

  /// The picture sampled at the points of a grid `[N, H, W, 2]` with coordinates −1 to 1, bilinear,
  /// zeros outside (Jaderberg et al. 2015).
  default Tensor gridSample(Tensor grid) {
    return Op.of(
        "gridSample", () -> torch.grid_sampler(Op.raw(this), grid.raw(), 0, 0, false), this, grid);
  }

  /// The grid of affine maps `[N, 2, 3]` for pictures `[N, C, H, W]`.
  default Tensor affineGrid(long... shape) {
    NullArgument.require("affineGrid", "shape", shape);
    return Op.of("affineGrid", () -> torch.affine_grid_generator(Op.raw(this), shape, false), this);
  }

  /// As [#affineGrid(long...)] with these sizes.
  default Tensor affineGrid(Shape shape) {
    return affineGrid(NullArgument.require("affineGrid", "shape", shape).sizes());
  }
}
