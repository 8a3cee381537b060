package profundo.data.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import profundo.base.Given;
import profundo.data.shared.Ranges;
import profundo.tensor.Scope;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;

/// Tensors as pictures for people.
public final class Pictures {
  private static final int GAP = 1;
  private static final int LONGEST = 1 << 14;
  private static final int MOST = 1 << 28;

  private Pictures() {}

  /// A PNG file's bytes.
  ///
  /// @param picture `[H, W]` or `[1, H, W]` (grey), or `[3, H, W]` (red, green, blue); 0 is dark, 1
  ///   is light, and what lies beyond is clipped
  public static byte[] png(Tensor picture) {
    Given.require("picture", picture);
    if (picture.dim() != 2 && picture.dim() != 3) {
      throw new ShapeException(
          "", "A picture is [H, W] or [C, H, W], not " + picture.shape() + ".", picture.shape());
    }
    int height = Ranges.require("the height of a picture", picture.size(-2), 1, LONGEST);
    int width = Ranges.require("the width of a picture", picture.size(-1), 1, LONGEST);
    float[] values;
    try (var _ = Scope.open()) {
      values = picture.toFloatArray();
    }
    int channels = values.length / (height * width);
    if (channels != 1 && channels != 3) {
      throw new ShapeException(
          "", "A picture has 1 or 3 channels, not " + channels + ".", picture.shape());
    }
    var image = new BufferedImage(width, height, kind(channels));
    var raster = image.getRaster();
    for (int i = 0; i < values.length; i++) {
      int pixel = i % (height * width);
      int level = Math.round(255 * Math.clamp(values[i], 0f, 1f));
      raster.setSample(pixel % width, pixel / width, i / (height * width), level);
    }
    var bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// Pictures `[N, C, H, W]` in rows of `columns`, a light line between them, as one picture `[C,
  /// H', W']`.
  public static Tensor grid(Tensor pictures, int columns) {
    Given.require("pictures", pictures);
    if (pictures.dim() != 4) {
      throw new ShapeException(
          "", "Pictures are [N, C, H, W], not " + pictures.shape() + ".", pictures.shape());
    }
    int count = Ranges.require("the number of pictures", pictures.size(0), 1, LONGEST);
    int channels = Ranges.require("the number of channels", pictures.size(1), 1, LONGEST);
    int height = Ranges.require("the height of a picture", pictures.size(2), 1, LONGEST);
    int width = Ranges.require("the width of a picture", pictures.size(3), 1, LONGEST);
    int rows = Math.ceilDiv(count, Ranges.positive("columns", columns));
    int outHeight = rows * (height + GAP) - GAP;
    int outWidth = Math.min(count, columns) * (width + GAP) - GAP;
    long numbers = (long) outHeight * outWidth * channels;
    var out = new float[Ranges.require("the numbers of a grid", numbers, 1, MOST)];
    Arrays.fill(out, 1);
    var values = pictures.toFloatArray();
    for (int line = 0; line < count * channels * height; line++) {
      int picture = line / (channels * height);
      int channel = line / height % channels;
      int y = picture / columns * (height + GAP) + line % height;
      int x = picture % columns * (width + GAP);
      System.arraycopy(values, line * width, out, (channel * outHeight + y) * outWidth + x, width);
    }
    return Tensor.of(out, channels, outHeight, outWidth);
  }

  /// Each picture of `[N, C, H, W]` scaled so that its smallest value becomes 0 and its largest 1.
  public static Tensor stretched(Tensor pictures) {
    Given.require("pictures", pictures);
    var low = pictures.amin(true, 1, 2, 3);
    return pictures.sub(low).div(pictures.amax(true, 1, 2, 3).sub(low).add(1e-12));
  }

  private static int kind(int channels) {
    return channels == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
  }
}
