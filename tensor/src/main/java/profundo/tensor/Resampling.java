package profundo.tensor;

import org.bytedeco.pytorch.global.torch;

/// The pixels of pictures in other places and in other sizes.
public sealed interface Resampling permits Tensor {
  /// Channels laid out as pixels: `[…, C · r², H, W]` to `[…, C, r · H, r · W]`, each square of r ·
  /// r pixels from as many channels (Shi et al. 2016).
  default Tensor pixelShuffle(long factor) {
    KernelSettings.require("pixelShuffle", new long[] {factor});
    return Op.of("pixelShuffle", () -> torch.pixel_shuffle(Op.raw(this), factor), this);
  }

  /// Pixels laid out as channels, [#pixelShuffle] reversed: `[…, C, r · H, r · W]` to `[…, C · r²,
  /// H, W]`.
  default Tensor pixelUnshuffle(long factor) {
    KernelSettings.require("pixelUnshuffle", new long[] {factor});
    return Op.of("pixelUnshuffle", () -> torch.pixel_unshuffle(Op.raw(this), factor), this);
  }

  /// The sum of windows given as columns `[N, C · kH · kW, windows]`, each put where
  /// [Convolutions#im2col] takes it from: `[N, C, H, W]`.
  ///
  /// @param size H and W
  default Tensor fold(long[] size, long[] kernel, long[] dilation, long[] padding, long[] stride) {
    NullArgument.require("fold", "size", size);
    NullArgument.require("fold", "kernel", kernel);
    NullArgument.require("fold", "dilation", dilation);
    NullArgument.require("fold", "padding", padding);
    NullArgument.require("fold", "stride", stride);
    KernelSettings.require("fold", size, kernel, dilation, padding, stride);
    return Op.of(
        "fold", () -> torch.col2im(Op.raw(this), size, kernel, dilation, padding, stride), this);
  }

  /// The largest numbers of as many windows as the output has cells, `[N, C, height, width]`.
  default Tensor adaptiveMaxPool2d(long height, long width) {
    KernelSettings.require("adaptiveMaxPool2d", new long[] {height, width});
    return Op.two(
        "adaptiveMaxPool2d", () -> torch.adaptive_max_pool2d(Op.raw(this), height, width), this)[0];
  }

  /// A picture resized to `[N, C, height, width]` by cubic interpolation of pixel centres (Keys
  /// 1981, with a = −0.75); numbers can lie beyond those of the picture.
  default Tensor upsampleBicubic2d(long height, long width) {
    return Op.of(
        "upsampleBicubic2d",
        () -> torch.upsample_bicubic2d(Op.raw(this), new long[] {height, width}, false),
        this);
  }
}
