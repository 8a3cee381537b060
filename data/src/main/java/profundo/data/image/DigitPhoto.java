package profundo.data.image;

import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Set;
import profundo.base.Given;
import profundo.data.DataException;
import profundo.data.shared.Refusal;
import profundo.tensor.Tensor;

/// Makes a photo of one digit look like MNIST, as its authors describe it: light ink on black, the
/// ink's box fitted into 20×20 pixels with its proportions kept, and the ink's centre of mass put
/// at the centre of 28×28.
public final class DigitPhoto {
  private static final int SIZE = 28;
  private static final int BOX = 20;

  /// The pixel where MNIST's makers put the centre of mass.
  private static final double MIDDLE = 14;

  private static final double FAINT = 0.15;

  private DigitPhoto() {}

  /// The digit of an image file of any size, dark on light or light on dark: `[1, 1, 28, 28]` with
  /// 0 for the ground and 1 for ink.
  ///
  /// @throws DataException if the file is no image, or shows nothing
  public static Tensor read(Path file) {
    Given.require("file", file);
    var image = ImageFile.decode(ImageFile.bytes(file), file.toString());
    return Tensor.of(prepare(image, file.toString()), 1, 1, SIZE, SIZE);
  }

  static float[] prepare(ImageFile.Bitmap image, String name) {
    var ink = strokes(image, name).ink();
    var box = Box.of(ink, image.width());
    var fitted = fit(ink, image.width(), box);
    return centre(fitted);
  }

  /// Why a photo may not show one digit as nets have learnt them, so that what they answer may mean
  /// nothing; empty for nearly every digit of MNIST.
  ///
  /// @throws DataException if the file is no image, or shows nothing
  public static Set<DigitDoubt> doubts(Path file) {
    Given.require("file", file);
    return doubts(ImageFile.decode(ImageFile.bytes(file), file.toString()), file.toString());
  }

  static Set<DigitDoubt> doubts(ImageFile.Bitmap image, String name) {
    return strokes(image, name).doubts();
  }

  /// How much darker each pixel is than the ground, or lighter, whichever goes further.
  private static Strokes strokes(ImageFile.Bitmap image, String name) {
    int width = image.width();
    var ink = new float[image.colours().length];
    for (int i = 0; i < ink.length; i++) {
      ink[i] = luminance(image.colours()[i]);
    }
    var ground = Ground.of(ink, width, image.height());
    float lighter = 0;
    float darker = 0;
    for (int i = 0; i < ink.length; i++) {
      ink[i] -= ground.at(i % width, i / width);
      lighter = Math.max(lighter, ink[i]);
      darker = Math.max(darker, -ink[i]);
    }
    float largest = Math.max(lighter, darker);
    if (largest < 0.1f) {
      throw Refusal.of("blank", name);
    }
    float sign = darker >= lighter ? -1 : 1;
    for (int i = 0; i < ink.length; i++) {
      float strength = sign * ink[i] / largest;
      ink[i] = strength < FAINT ? 0 : strength;
    }
    return new Strokes(ink, width, largest);
  }

  private static float luminance(int rgb) {
    double grey = 0.299 * (rgb >> 16 & 0xff) + 0.587 * (rgb >> 8 & 0xff) + 0.114 * (rgb & 0xff);
    return (float) (grey / 255);
  }

  /// How light the ground is: the plane through what the border shows, since light falls on paper
  /// from a side.
  ///
  /// @param middle in the middle of the photo, at (x, y)
  /// @param across what is added with each pixel to the right
  /// @param down what is added with each pixel downwards
  private record Ground(double middle, double x, double y, double across, double down) {
    /// Least squares; the border is symmetric, so that the three numbers are found one by one.
    static Ground of(float[] grey, int width, int height) {
      double x = (width - 1) / 2.0;
      double y = (height - 1) / 2.0;
      double sum = 0;
      double sumX = 0;
      double sumY = 0;
      double squaresX = 0;
      double squaresY = 0;
      long count = 0;
      for (int i = 0; i < grey.length; i = next(i, width, height)) {
        double toX = i % width - x;
        double toY = i / width - y;
        sum += grey[i];
        sumX += toX * grey[i];
        sumY += toY * grey[i];
        squaresX += toX * toX;
        squaresY += toY * toY;
        count++;
      }
      return new Ground(
          sum / count, x, y, sumX / Math.max(1, squaresX), sumY / Math.max(1, squaresY));
    }

    /// The border's pixel after this one.
    private static int next(int pixel, int width, int height) {
      int row = pixel / width;
      boolean isInside = row > 0 && row < height - 1 && pixel % width == 0;
      return pixel + (isInside ? Math.max(1, width - 1) : 1);
    }

    float at(int toX, int toY) {
      return (float) (middle + across * (toX - x) + down * (toY - y));
    }
  }

  /// The ink's box.
  private record Box(int left, int top, int width, int height) {
    static Box of(float[] ink, int width) {
      int left = width;
      int right = -1;
      int top = Integer.MAX_VALUE;
      int bottom = -1;
      for (int i = 0; i < ink.length; i++) {
        if (ink[i] > 0) {
          left = Math.min(left, i % width);
          right = Math.max(right, i % width);
          top = Math.min(top, i / width);
          bottom = Math.max(bottom, i / width);
        }
      }
      return new Box(left, top, right - left + 1, bottom - top + 1);
    }
  }

  private static BufferedImage fit(float[] ink, int width, Box box) {
    var source = new BufferedImage(box.width(), box.height(), BufferedImage.TYPE_BYTE_GRAY);
    for (int y = 0; y < box.height(); y++) {
      for (int x = 0; x < box.width(); x++) {
        float strength = ink[(box.top() + y) * width + box.left() + x];
        source.getRaster().setSample(x, y, 0, Math.round(255 * strength));
      }
    }
    double scale = (double) BOX / Math.max(box.width(), box.height());
    int toWidth = Math.max(1, (int) Math.round(box.width() * scale));
    int toHeight = Math.max(1, (int) Math.round(box.height() * scale));
    return shrink(source, toWidth, toHeight);
  }

  /// Halves while that is possible, so that thin strokes of a large photo do not fall between
  /// pixels.
  private static BufferedImage shrink(BufferedImage image, int width, int height) {
    int nextWidth = Math.max(width, image.getWidth() / 2);
    int nextHeight = Math.max(height, image.getHeight() / 2);
    boolean last = nextWidth == width && nextHeight == height;
    var result = new BufferedImage(nextWidth, nextHeight, BufferedImage.TYPE_BYTE_GRAY);
    var graphics = result.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, nextWidth, nextHeight, null);
    graphics.dispose();
    return last ? result : shrink(result, width, height);
  }

  private static float[] centre(BufferedImage digit) {
    double mass = 0;
    double massX = 0;
    double massY = 0;
    for (int y = 0; y < digit.getHeight(); y++) {
      for (int x = 0; x < digit.getWidth(); x++) {
        int value = digit.getRaster().getSample(x, y, 0);
        mass += value;
        massX += (double) value * x;
        massY += (double) value * y;
      }
    }
    int left = (int) Math.round(MIDDLE - massX / mass);
    int top = (int) Math.round(MIDDLE - massY / mass);
    var result = new float[SIZE * SIZE];
    for (int y = 0; y < digit.getHeight(); y++) {
      for (int x = 0; x < digit.getWidth(); x++) {
        int toX = x + left;
        int toY = y + top;
        if (toX >= 0 && toX < SIZE && toY >= 0 && toY < SIZE) {
          result[toY * SIZE + toX] = digit.getRaster().getSample(x, y, 0) / 255f;
        }
      }
    }
    return result;
  }
}
