package profundo.data.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.imageio.ImageIO;
import profundo.base.Given;
import profundo.data.DataException;
import profundo.data.shared.FileKind;
import profundo.data.shared.Reading;
import profundo.data.shared.Refusal;
import profundo.tensor.Tensor;

/// Reads pictures: PNG, JPEG (also of four colours), GIF, BMP, and PBM, PGM and PPM.
public final class ImageFile {
  /// No format here packs more pixels into a byte: a PNG of one bit a pixel, deflated.
  private static final long DENSEST = 8L * 1032;

  /// While a picture is decoded and turned, a pixel takes about so many bytes.
  private static final long BYTES = 20;

  private static final byte JPEG_BEGIN = (byte) 0xd8;
  private static final byte JPEG_END = (byte) 0xd9;

  private ImageFile() {}

  /// A picture as bytes, `[3, H, W]`: red, green and blue, 0 to 255. What is transparent is white.
  /// It stands upright, as the camera's Exif note says (in JPEG and PNG).
  ///
  /// @throws DataException if the file cannot be read, is no picture, is damaged, or has more
  ///   pixels than fit into the memory
  public static Tensor read(Path file) {
    return read(bytes(Given.require("file", file)), file.toString());
  }

  /// The middle square of a picture of any size, as an [ImageCrop] of so many pixels a side gives
  /// it: `[1, 3, side, side]`, 0 to 1.
  ///
  /// @throws DataException as [#read(Path)] does
  public static Tensor square(Path file, int side) {
    Given.require("file", file);
    return new ImageCrop(3, side, side).read(file);
  }

  /// As [#read(Path)] from a file's bytes; `name` is what errors call them.
  public static Tensor read(byte[] file, String name) {
    Given.require("file", file);
    Given.require("name", name);
    var bitmap = decode(file, name);
    var colours = bitmap.colours();
    var pixels = new byte[Math.multiplyExact(3, colours.length)];
    for (int i = 0; i < colours.length; i++) {
      pixels[i] = (byte) (colours[i] >> 16);
      pixels[colours.length + i] = (byte) (colours[i] >> 8);
      pixels[2 * colours.length + i] = (byte) colours[i];
    }
    return Tensor.of(pixels, 3, bitmap.height(), bitmap.width());
  }

  /// An upright picture.
  ///
  /// @param colours for each pixel, row by row, red, green and blue in the lowest 24 bits
  record Bitmap(int width, int height, int[] colours) {}

  static byte[] bytes(Path file) {
    return Reading.of(file, FileKind.Wish.PICTURE, in -> Reading.all(in, file.toString()));
  }

  /// What a decoder throws on a damaged file is not written down anywhere: any of its exceptions
  /// says that the file is none.
  static Bitmap decode(byte[] file, String name) {
    var begin = Arrays.copyOf(file, Math.min(file.length, FileKind.BEGIN));
    return Reading.of(
        begin,
        name,
        FileKind.Wish.PICTURE,
        () -> {
          BufferedImage image;
          try {
            image = image(file, name);
          } catch (DataException e) {
            throw e;
          } catch (IOException | RuntimeException e) {
            throw Refusal.of(e, "notImage", name);
          }
          return upright(colours(image), image.getWidth(), image.getHeight(), Orientation.of(file));
        });
  }

  private static BufferedImage image(byte[] file, String name) throws IOException {
    ImageIO.setUseCache(false);
    try (var stream = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
      var readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw Refusal.of("notImage", name);
      }
      var reader = readers.next();
      try {
        reader.setInput(stream, true, true);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        long most = Math.min(Integer.MAX_VALUE / 3, Runtime.getRuntime().maxMemory() / BYTES);
        if (pixels > most) {
          throw Refusal.of("imageLarge", name, Long.toString(most));
        }
        if (pixels > DENSEST * file.length) {
          throw Refusal.of("short", name);
        }
        var warned = new AtomicBoolean();
        reader.addIIOReadWarningListener((_, _) -> warned.set(true));
        var image = reader.read(0);
        if (warned.get() && isJpegWithoutEnd(file)) {
          throw Refusal.of("short", name);
        }
        return image;
      } finally {
        reader.dispose();
      }
    }
  }

  /// What is missing of a JPEG that was cut short is grey to its decoder, which only warns.
  private static boolean isJpegWithoutEnd(byte[] file) {
    return marks(file, 0, JPEG_BEGIN) && !marks(file, file.length - 2, JPEG_END);
  }

  private static boolean marks(byte[] file, int at, byte marker) {
    return file.length > 1 && file[at] == (byte) 0xff && file[at + 1] == marker;
  }

  private static int[] colours(BufferedImage image) {
    int width = image.getWidth();
    var colours = new int[Math.multiplyExact(width, image.getHeight())];
    if (isGrey(image)) {
      greys(image, colours);
    } else {
      image.getRGB(0, 0, width, image.getHeight(), colours, 0, width);
    }
    for (int i = 0; i < colours.length; i++) {
      colours[i] = onWhite(colours[i]);
    }
    return colours;
  }

  private static boolean isGrey(BufferedImage image) {
    return image.getColorModel() instanceof ComponentColorModel model
        && model.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
  }

  /// Java takes grey for linear light and would brighten it on its way to red, green and blue.
  private static void greys(BufferedImage image, int[] colours) {
    var raster = image.getRaster();
    int width = image.getWidth();
    double greys = (1L << image.getColorModel().getComponentSize(0)) - 1;
    boolean hasAlpha = image.getColorModel().hasAlpha();
    double opaque = hasAlpha ? (1L << image.getColorModel().getComponentSize(1)) - 1 : 1;
    for (int i = 0; i < colours.length; i++) {
      int grey = (int) Math.round(255 * raster.getSample(i % width, i / width, 0) / greys);
      int share = hasAlpha ? raster.getSample(i % width, i / width, 1) : 1;
      int alpha = (int) Math.round(255 * share / opaque);
      colours[i] = alpha << 24 | grey << 16 | grey << 8 | grey;
    }
  }

  private static int onWhite(int argb) {
    int alpha = argb >>> 24;
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int level = argb >> shift & 0xff;
      colour |= ((level * alpha + 255 * (255 - alpha) + 127) / 255) << shift;
    }
    return colour;
  }

  private static Bitmap upright(int[] stored, int width, int height, Orientation held) {
    if (held.code() == 1) {
      return new Bitmap(width, height, stored);
    }
    int toWidth = held.turned() ? height : width;
    int toHeight = held.turned() ? width : height;
    var colours = new int[stored.length];
    for (int i = 0; i < colours.length; i++) {
      colours[i] = stored[held.place(i % toWidth, i / toWidth, width, height)];
    }
    return new Bitmap(toWidth, toHeight, colours);
  }
}
