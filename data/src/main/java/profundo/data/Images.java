package profundo.data;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.Consumer;
import profundo.tensor.DType;
import profundo.tensor.Scope;
import profundo.tensor.Shape;
import profundo.tensor.Tensor;

/// Labelled pictures that lie in memory as bytes and leave it as floats: scaled, normalised, and
/// augmented on the loader's threads.
///
/// A sample is an image `[C, H, W]` in single precision and a class label.
public final class Images implements Dataset {
  private final Tensor pixels;
  private final Tensor labels;
  private final MemorySegment bytes;
  private final MemorySegment classes;
  private final int channels;
  private final int height;
  private final int width;
  private final ImageOptions options;
  private final List<Field> fields;

  /// Pictures of unsigned bytes `[N, C, H, W]` or `[N, H, W]`, and their labels `[N]`, 64-bit
  /// integers.
  ///
  /// @throws DataException if there are not as many labels as pictures
  public Images(Tensor pixels, Tensor labels, Consumer<ImageOptions> settings) {
    this(pixels, labels, ImageOptions.of(settings));
  }

  private Images(Tensor pixels, Tensor labels, ImageOptions options) {
    if (pixels.size(0) != labels.size(0)) {
      throw new DataException("tooSmall", "labels", labels.size(0), pixels.size(0));
    }
    this.pixels = Scope.release(pixels.dim() == 3 ? pixels.unsqueeze(1) : pixels);
    this.labels = Scope.release(labels.to(DType.INT64));
    this.bytes = this.pixels.segment();
    this.classes = this.labels.segment();
    this.channels = (int) this.pixels.size(1);
    this.height = (int) this.pixels.size(2);
    this.width = (int) this.pixels.size(3);
    this.options = options;
    int border = 2 * options.border;
    this.fields =
        List.of(
            new Field("image", DType.FLOAT32, Shape.of(channels, height + border, width + border)),
            new Field("label", DType.INT64, Shape.of()));
  }

  /// The same pictures with other options.
  public Images with(Consumer<ImageOptions> settings) {
    return new Images(pixels, labels, ImageOptions.of(settings));
  }

  /// The pictures as they are stored, `[N, C, H, W]` unsigned bytes.
  public Tensor pixels() {
    return pixels;
  }

  /// The labels, `[N]` 64-bit integers.
  public Tensor labels() {
    return labels;
  }

  @Override
  public long size() {
    return pixels.size(0);
  }

  @Override
  public List<Field> fields() {
    return fields;
  }

  @Override
  public void read(long index, MemorySegment[] into, int row, long random) {
    int outHeight = height + 2 * options.border;
    int outWidth = width + 2 * options.border;
    int reach = 2 * options.crop + 1;
    int dy = options.crop == 0 ? 0 : (int) ((random >>> 1 & 0xffff) % reach) - options.crop;
    int dx = options.crop == 0 ? 0 : (int) ((random >>> 17 & 0xffff) % reach) - options.crop;
    boolean mirrored = options.flip && (random & 1) == 1;
    long out = row * fields.getFirst().bytes();
    for (int c = 0; c < channels; c++) {
      float scale = options.scale(c);
      float shift = options.shift(c);
      for (int y = 0; y < outHeight; y++) {
        int fromY = y - options.border + dy;
        long line = ((index * channels + c) * height + fromY) * width;
        for (int x = 0; x < outWidth; x++) {
          int unmirrored = mirrored ? outWidth - 1 - x : x;
          int fromX = unmirrored - options.border + dx;
          boolean inside = fromY >= 0 && fromY < height && fromX >= 0 && fromX < width;
          int value = inside ? bytes.get(ValueLayout.JAVA_BYTE, line + fromX) & 0xff : 0;
          into[0].set(ValueLayout.JAVA_FLOAT, out, value * scale + shift);
          out += Float.BYTES;
        }
      }
    }
    into[1].setAtIndex(
        ValueLayout.JAVA_LONG, row, classes.getAtIndex(ValueLayout.JAVA_LONG, index));
  }

  @Override
  public String toString() {
    return "images " + pixels.shape();
  }
}
