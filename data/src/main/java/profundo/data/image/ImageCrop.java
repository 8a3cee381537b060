package profundo.data.image;

import java.nio.file.Path;
import profundo.base.Given;
import profundo.base.ProfundoException;
import profundo.data.DataException;
import profundo.data.shared.Ranges;
import profundo.tensor.DType;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// How a picture of any size becomes one of a net's size: it is scaled, its proportions kept, until
/// it just covers `height + margin` by `width + margin` pixels, and `height` by `width` are cut out
/// of it: in the middle, or anywhere where a training says so ([ImageOptions#randomCrop]).
///
/// ```java
/// var crop = new ImageCrop(3, 227, 227, 29);    // the shorter side 256, as in Krizhevsky 2012
/// ```
///
/// It is said once, for the loader and for a single file. Scaling takes the means of areas, as
/// PyTorch's `interpolate(mode="area")` does, to the nearest byte.
///
/// @param channels 3, or 1 for greys
/// @param height of what the net reads, in pixels, 1 or more
/// @param width of what the net reads
/// @param margin by how many pixels a scaled picture is larger, 0 or more
public record ImageCrop(int channels, int height, int width, int margin) {
  /// Of a picture that is longer than this, in widths of what is covered, the middle counts.
  private static final int LONGEST = 4;

  private static final int MOST = 1 << 12;

  /// @throws ProfundoException if a number is out of its range
  public ImageCrop {
    if (channels != 1 && channels != 3) {
      throw new ProfundoException("channels must be 1 or 3, not " + channels + ".");
    }
    Ranges.require("height", height, 1, MOST);
    Ranges.require("width", width, 1, MOST);
    Ranges.require("margin", margin, 0, MOST);
  }

  /// Without a margin.
  public ImageCrop(int channels, int height, int width) {
    this(channels, height, width, 0);
  }

  /// A picture out of a file as the net reads it without chance, `[1, channels, height, width]`, 0
  /// to 1.
  ///
  /// @throws DataException as [ImageFile#read(Path)] does
  public Tensor read(Path file) {
    Given.require("file", file);
    var middle = middle(scaled(ImageFile.decode(ImageFile.bytes(file), file.toString())));
    try (var scope = Scope.open()) {
      var bytes = Tensor.of(middle, 1, channels, height, width);
      return scope.keep(bytes.to(DType.FLOAT32).div(255));
    }
  }

  /// The bytes of one picture of this size.
  int bytes() {
    return channels * height * width;
  }

  /// A scaled picture.
  ///
  /// @param planes a byte for each pixel, row by row, one channel after the other
  record Scaled(byte[] planes, int height, int width) {}

  Scaled scaled(ImageFile.Bitmap picture) {
    int coverHeight = height + margin;
    int coverWidth = width + margin;
    int tall = (int) Math.min(picture.height(), longest(picture.width(), coverHeight, coverWidth));
    int wide = (int) Math.min(picture.width(), longest(picture.height(), coverWidth, coverHeight));
    boolean isTall = (long) tall * coverWidth >= (long) wide * coverHeight;
    int outHeight = isTall ? covering(coverWidth, tall, wide) : coverHeight;
    int outWidth = isTall ? coverWidth : covering(coverHeight, wide, tall);
    var area =
        new AreaMeans(
            picture,
            (picture.height() - tall) / 2,
            (picture.width() - wide) / 2,
            tall,
            wide,
            outHeight,
            outWidth);
    return new Scaled(area.planes(channels), outHeight, outWidth);
  }

  private static long longest(int other, int cover, int otherCover) {
    return Math.max(1, (long) LONGEST * other * cover / otherCover);
  }

  /// The other side, where one side of a picture becomes what is covered.
  private static int covering(int cover, int side, int other) {
    return (int) Math.round((double) cover * side / other);
  }

  /// The middle of a scaled picture, as large as the net reads it.
  byte[] middle(Scaled picture) {
    int top = (picture.height() - height) / 2;
    int left = (picture.width() - width) / 2;
    var middle = new byte[bytes()];
    for (int line = 0; line < channels * height; line++) {
      int from = (line / height * picture.height() + top + line % height) * picture.width() + left;
      System.arraycopy(picture.planes(), from, middle, line * width, width);
    }
    return middle;
  }
}
