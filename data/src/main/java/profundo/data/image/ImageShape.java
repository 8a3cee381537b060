package profundo.data.image;

import profundo.tensor.Tensor;

/// Gives pictures the channels and the size that a net reads.
final class ImageShape {
  /// Luma of red, green and blue (ITU-R BT.601).
  private static final float[] LUMA = {0.299f, 0.587f, 0.114f};

  private ImageShape() {}

  static double luma(long red, long green, long blue) {
    return LUMA[0] * red + LUMA[1] * green + LUMA[2] * blue;
  }

  /// Pictures `[N, C, H, W]`, floats, as `[N, channels, height, width]`: one channel is the luma of
  /// three, three are one thrice; the size by the means of areas.
  static Tensor of(Tensor pictures, int channels, int height, int width) {
    var coloured = coloured(pictures, channels);
    boolean isThere = pictures.size(2) == height && pictures.size(3) == width;
    return isThere ? coloured : coloured.adaptiveAvgPool2d(height, width);
  }

  private static Tensor coloured(Tensor pictures, int channels) {
    if (pictures.size(1) == channels) {
      return pictures;
    }
    return channels == 1
        ? pictures.mul(Tensor.of(LUMA, 1, LUMA.length, 1, 1)).sum(true, 1)
        : pictures.expand(pictures.size(0), channels, pictures.size(2), pictures.size(3));
  }
}
