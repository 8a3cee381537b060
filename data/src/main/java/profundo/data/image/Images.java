package profundo.data.image;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import profundo.base.Given;
import profundo.base.ProfundoException;
import profundo.data.Dataset;
import profundo.data.Field;
import profundo.data.shared.Refusal;
import profundo.tensor.ArgumentException;
import profundo.tensor.DType;
import profundo.tensor.DTypeException;
import profundo.tensor.Scope;
import profundo.tensor.Shape;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;

/// Labelled pictures that lie in memory as bytes and leave it as floats: scaled, normalised, and
/// augmented on the loader's threads.
///
/// A sample is an image `[C, H, W]` in single precision and a class label.
///
/// ```java
/// var train = new Images(pictures, labels, o -> o.normalise(0.5, 0.5));
/// var loader = new Loader(train, o -> o.batch(64).shuffle(7));
/// ```
public final class Images implements Dataset {
  private static final long OUTSIDE = -1;
  private static final long ROWS = 500;

  private final Tensor pixels;
  private final Tensor labels;
  private final MemorySegment bytes;
  private final MemorySegment classes;
  private final int channels;
  private final int height;
  private final int width;
  private final ImageOptions options;
  private final List<Field> fields;
  private final long sampleBytes;
  private final float[][] levels;

  /// Pictures of unsigned bytes `[N, C, H, W]` or `[N, H, W]`, and their labels `[N]`, 64-bit
  /// integers.
  ///
  /// @throws profundo.tensor.ArgumentException if the pictures are no bytes of that shape, or there
  ///   are not as many labels as pictures
  /// @throws ProfundoException if the options name neither one number for all channels nor one for
  ///   each
  public Images(Tensor pixels, Tensor labels, Consumer<ImageOptions> settings) {
    this(pixels, labels, ImageOptions.of(settings));
  }

  private Images(Tensor pixels, Tensor labels, ImageOptions options) {
    Given.require("pixels", pixels);
    Given.require("labels", labels);
    if (pixels.dtype() != DType.UINT8 || pixels.dim() != 3 && pixels.dim() != 4) {
      throw misfit(pixels.dtype() == DType.UINT8, "notPixels", pixels);
    }
    if (labels.dtype().isFloatingPoint() || labels.dtype().isComplex() || labels.dim() != 1) {
      throw misfit(labels.dim() != 1, "notLabels", labels);
    }
    if (pixels.size(0) != labels.size(0)) {
      throw new ShapeException(
          "",
          Refusal.text("tooSmall", "labels", labels.size(0), pixels.size(0)),
          pixels.shape(),
          labels.shape());
    }
    var all = pixels.dim() == 3 ? pixels.unsqueeze(1) : pixels;
    this.pixels = Scope.release(all.contiguous());
    this.labels = Scope.release(labels.to(DType.INT64).contiguous());
    this.bytes = this.pixels.segment();
    this.classes = this.labels.segment();
    this.channels = (int) this.pixels.size(1);
    this.height = (int) this.pixels.size(2);
    this.width = (int) this.pixels.size(3);
    options.requireChannels(channels);
    this.options = options;
    int border = 2 * options.border;
    this.fields =
        List.of(
            new Field("image", DType.FLOAT32, Shape.of(channels, height + border, width + border)),
            new Field("label", DType.INT64, Shape.of()));
    this.sampleBytes = fields.getFirst().bytes();
    this.levels = levels(channels, options);
  }

  private static ArgumentException misfit(boolean byShape, String key, Tensor given) {
    var sentence = Refusal.text(key, given.dtype(), given.shape());
    return byShape
        ? new ShapeException("", sentence, given.shape())
        : new DTypeException("", sentence, given.shape());
  }

  /// For each channel, what each of the 256 bytes becomes.
  private static float[][] levels(int channels, ImageOptions options) {
    var levels = new float[channels][256];
    for (int c = 0; c < channels; c++) {
      for (int value = 0; value < 256; value++) {
        levels[c][value] = value * options.scale(c) + options.shift(c);
      }
    }
    return levels;
  }

  /// The same pictures with other options.
  public Images with(Consumer<ImageOptions> settings) {
    return new Images(pixels, labels, ImageOptions.of(settings));
  }

  /// The same pictures as bytes `[channels, height, width]`, with the same options; these
  /// themselves if they are so already.
  Images as(int channels, int height, int width) {
    if (channels == this.channels && height == this.height && width == this.width) {
      return this;
    }
    try (var _ = Scope.open()) {
      var parts = new ArrayList<Tensor>();
      for (long first = 0; first < size(); first += ROWS) {
        try (var part = Scope.open()) {
          var some = pixels.narrow(0, first, Math.min(ROWS, size() - first)).to(DType.FLOAT32);
          var shaped = ImageShape.of(some, channels, height, width).round().to(DType.UINT8);
          parts.add(part.keep(shaped));
        }
      }
      return new Images(Tensor.cat(0, parts.toArray(Tensor[]::new)), labels, options);
    }
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
    Given.require("into", into);
    int outHeight = height + 2 * options.border;
    int reach = 2 * options.crop + 1;
    int dy = options.crop == 0 ? 0 : (int) ((random >>> 1 & 0xffff) % reach) - options.crop;
    int dx = options.crop == 0 ? 0 : (int) ((random >>> 17 & 0xffff) % reach) - options.crop;
    boolean mirrored = options.flip && (random & 1) == 1;
    long out = row * sampleBytes;
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < outHeight; y++) {
        int fromY = y - options.border + dy;
        boolean inside = fromY >= 0 && fromY < height;
        long line = inside ? ((index * channels + c) * height + fromY) * width : OUTSIDE;
        out = line(line, dx - options.border, mirrored, levels[c], into[0], out);
      }
    }
    into[1].setAtIndex(
        ValueLayout.JAVA_LONG, row, classes.getAtIndex(ValueLayout.JAVA_LONG, index));
  }

  /// Writes one line of a picture and returns where the next begins. The two ends, which may lie
  /// outside the picture, are apart from the middle, so that the middle asks nothing.
  private long line(
      long from, int dx, boolean mirrored, float[] level, MemorySegment into, long out) {
    int outWidth = width + 2 * options.border;
    int step = mirrored ? -1 : 1;
    int start = mirrored ? outWidth - 1 + dx : dx;
    int begin = mirrored ? start - width + 1 : -start;
    int first = from == OUTSIDE ? outWidth : Math.clamp(begin, 0, outWidth);
    int last = from == OUTSIDE ? outWidth : Math.clamp(begin + width, first, outWidth);
    blacken(into, out, 0, first, level[0]);
    for (int x = first; x < last; x++) {
      int value = bytes.get(ValueLayout.JAVA_BYTE, from + start + step * x) & 0xff;
      into.set(ValueLayout.JAVA_FLOAT, out + (long) x * Float.BYTES, level[value]);
    }
    blacken(into, out, last, outWidth, level[0]);
    return out + (long) outWidth * Float.BYTES;
  }

  private static void blacken(MemorySegment into, long out, int from, int to, float black) {
    for (int x = from; x < to; x++) {
      into.set(ValueLayout.JAVA_FLOAT, out + (long) x * Float.BYTES, black);
    }
  }

  @Override
  public String toString() {
    return "images " + pixels.shape();
  }
}
