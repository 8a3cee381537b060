package profundo.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import profundo.tensor.Tensor;

/// Reads pictures: PNG, JPEG, GIF, BMP, and PBM, PGM and PPM.
public final class ImageFile {
  private static final long MOST_PIXELS = 1L << 28;

  private ImageFile() {}

  /// A picture as bytes, `[3, H, W]`: red, green and blue, 0 to 255. What is transparent is white.
  ///
  /// @throws DataException if the file cannot be read, is no picture, is damaged, or has more than
  ///   268 million pixels
  public static Tensor read(Path file) {
    return read(bytes(file), file.toString());
  }

  /// As [#read(Path)] from a file's bytes; `name` is what errors call them.
  public static Tensor read(byte[] file, String name) {
    var image = decode(file, name);
    int width = image.getWidth();
    int height = image.getHeight();
    var pixels = new byte[Math.multiplyExact(3, width * height)];
    var line = new int[width];
    for (int y = 0; y < height; y++) {
      image.getRGB(0, y, width, 1, line, 0, width);
      for (int x = 0; x < width; x++) {
        int at = y * width + x;
        int alpha = line[x] >>> 24;
        for (int channel = 0; channel < 3; channel++) {
          int level = line[x] >> 16 - 8 * channel & 0xff;
          pixels[channel * width * height + at] =
              (byte) ((level * alpha + 255 * (255 - alpha) + 127) / 255);
        }
      }
    }
    return Tensor.of(pixels, 3, height, width);
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new DataException(e, "unreadable", file, Sources.reason(e));
    }
  }

  static BufferedImage decode(byte[] file, String name) {
    ImageIO.setUseCache(false);
    try (var stream = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
      var readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw new DataException("notImage", name);
      }
      var reader = readers.next();
      try {
        reader.setInput(stream);
        if ((long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS) {
          throw new DataException("imageLarge", name, Long.toString(MOST_PIXELS));
        }
        return reader.read(0);
      } finally {
        reader.dispose();
      }
    } catch (IOException
        | UncheckedIOException
        | IllegalArgumentException
        | IndexOutOfBoundsException
        | NegativeArraySizeException
        | IllegalStateException e) {
      throw new DataException(e, "notImage", name);
    }
  }
}
