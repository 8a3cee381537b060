package profundo.data.image;

import static java.util.Objects.requireNonNull;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import profundo.base.Given;
import profundo.base.ProfundoException;
import profundo.data.Dataset;
import profundo.data.Field;
import profundo.data.shared.Ranges;
import profundo.data.shared.Refusal;
import profundo.tensor.ArgumentException;
import profundo.tensor.DType;
import profundo.tensor.DTypeException;
import profundo.tensor.Scope;
import profundo.tensor.Shape;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;

/// Labelled pictures that lie in memory as bytes, or in files that are decoded when they are asked
/// for, and become floats: scaled, normalised, and augmented on the loader's threads.
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

  private final @Nullable Tensor pixels;
  private final @Nullable ImageFiles files;
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
    var all = Scope.release((pixels.dim() == 3 ? pixels.unsqueeze(1) : pixels).contiguous());
    this.pixels = all;
    this.files = null;
    this.labels = Scope.release(labels.to(DType.INT64).contiguous());
    this.bytes = all.segment();
    this.classes = this.labels.segment();
    this.channels = (int) all.size(1);
    this.height = (int) all.size(2);
    this.width = (int) all.size(3);
    this.options = options;
    this.fields = fields(channels, height, width, options);
    this.sampleBytes = fields.getFirst().bytes();
    this.levels = levels(channels, options);
  }

  /// Pictures in files, and their labels `[N]`.
  Images(ImageFiles files, Tensor labels, ImageOptions options) {
    this.pixels = null;
    this.files = files;
    this.labels = Scope.release(labels);
    this.bytes = MemorySegment.NULL;
    this.classes = this.labels.segment();
    this.channels = files.crop().channels();
    this.height = files.crop().height();
    this.width = files.crop().width();
    this.options = options;
    this.fields = fields(channels, height, width, options);
    this.sampleBytes = fields.getFirst().bytes();
    this.levels = levels(channels, options);
  }

  private static List<Field> fields(int channels, int height, int width, ImageOptions options) {
    options.requireChannels(channels);
    int border = 2 * options.border;
    return List.of(
        new Field("image", DType.FLOAT32, Shape.of(channels, height + border, width + border)),
        new Field("label", DType.INT64, Shape.of()));
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
    var other = ImageOptions.of(settings);
    return files == null ? new Images(inMemory(), labels, other) : new Images(files, labels, other);
  }

  private Tensor inMemory() {
    return requireNonNull(pixels);
  }

  /// The pictures from `from` to below `to`, with the same options.
  ///
  /// @throws profundo.data.DataException if there are fewer
  public Images part(long from, long to) {
    range(from, to);
    try (var _ = Scope.open()) {
      var some = labels.narrow(0, from, to - from).contiguous();
      return files == null
          ? new Images(inMemory().narrow(0, from, to - from).contiguous(), some, options)
          : new Images(files.part(from, to), some.copy(), options);
    }
  }

  /// The same pictures as bytes `[channels, height, width]`, with the same options; these
  /// themselves if they are so already.
  Images as(int channels, int height, int width) {
    if (channels == this.channels && height == this.height && width == this.width) {
      return this;
    }
    if (files != null) {
      return new Images(files.as(channels, height, width), labels, options);
    }
    try (var _ = Scope.open()) {
      var parts = new ArrayList<Tensor>();
      for (long first = 0; first < size(); first += ROWS) {
        try (var part = Scope.open()) {
          var some = inMemory().narrow(0, first, Math.min(ROWS, size() - first)).to(DType.FLOAT32);
          var shaped = ImageShape.of(some, channels, height, width).round().to(DType.UINT8);
          parts.add(part.keep(shaped));
        }
      }
      return new Images(Tensor.cat(0, parts.toArray(Tensor[]::new)), labels, options);
    }
  }

  /// The pictures as they are stored, `[N, C, H, W]` unsigned bytes. Those in files are all decoded
  /// for this, each time, and have to fit into memory: [#picture] decodes one.
  public Tensor pixels() {
    return files == null ? inMemory() : files.pixels();
  }

  /// A picture as people see it, `[C, H, W]`, 0 to 1.
  public Tensor picture(long index) {
    Ranges.require("index", index, 0, (int) size() - 1);
    try (var scope = Scope.open()) {
      var stored =
          files == null
              ? inMemory().select(0, index)
              : Tensor.of(files.crop().middle(files.read(index)), channels, height, width);
      return scope.keep(stored.to(DType.FLOAT32).div(255));
    }
  }

  /// Whether they are decoded from files each time they are asked for.
  boolean isInFiles() {
    return files != null;
  }

  /// Decoding is worth every core.
  @Override
  public int workers() {
    return files == null ? 1 : Runtime.getRuntime().availableProcessors();
  }

  /// The labels, `[N]` 64-bit integers.
  public Tensor labels() {
    return labels;
  }

  @Override
  public long size() {
    return labels.size(0);
  }

  @Override
  public List<Field> fields() {
    return fields;
  }

  @Override
  public void read(long index, MemorySegment[] into, int row, long random) {
    Given.require("into", into);
    if (files == null) {
      write(bytes, index * channels * height * width, height, width, into, row, random);
    } else {
      var picture = files.read(index);
      int top = place(picture.height() - height, random >>> 33);
      int left = place(picture.width() - width, random >>> 48);
      write(
          MemorySegment.ofArray(picture.planes()),
          (long) top * picture.width() + left,
          picture.height(),
          picture.width(),
          into,
          row,
          random);
    }
    into[1].setAtIndex(
        ValueLayout.JAVA_LONG, row, classes.getAtIndex(ValueLayout.JAVA_LONG, index));
  }

  /// Where what the net reads begins in a picture that is larger by so many pixels.
  private int place(int larger, long random) {
    return options.randomCrop ? (int) ((random & 0x7fff) * (larger + 1) >>> 15) : larger / 2;
  }

  /// Writes one picture.
  ///
  /// @param from where its pixels lie, with their first at `first`
  /// @param lines how many lines each channel has there
  /// @param pitch how many pixels each line has there
  private void write(
      MemorySegment from,
      long first,
      int lines,
      int pitch,
      MemorySegment[] into,
      int row,
      long random) {
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
        long line = inside ? first + ((long) c * lines + fromY) * pitch : OUTSIDE;
        out = line(from, line, dx - options.border, mirrored, levels[c], into[0], out);
      }
    }
  }

  /// Writes one line of a picture and returns where the next begins. The two ends, which may lie
  /// outside the picture, are apart from the middle, so that the middle asks nothing.
  private long line(
      MemorySegment bytes,
      long from,
      int dx,
      boolean mirrored,
      float[] level,
      MemorySegment into,
      long out) {
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
    return "images [" + size() + ", " + channels + ", " + height + ", " + width + "]";
  }
}
