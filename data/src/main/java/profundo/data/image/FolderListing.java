package profundo.data.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import profundo.tensor.DType;
import profundo.tensor.Device;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// Which pictures a folder holds, and of which class each is.
///
/// @param folder where they are
/// @param classes the names of the classes
/// @param pictures the pictures, by class and by name
record FolderListing(Path folder, List<String> classes, List<Picture> pictures) {
  private static final int SHARE = 6;

  /// @param label the place of its class
  record Picture(Path file, int label) {}

  /// The pictures that are kept for the test: of each class a sixth, one at least where it has two.
  FolderListing test() {
    return part(true);
  }

  /// All other pictures.
  FolderListing train() {
    return part(false);
  }

  /// A picture's name decides, whatever machine the folder lies on.
  private FolderListing part(boolean kept) {
    return with(
        IntStream.range(0, classes.size())
            .boxed()
            .flatMap(label -> {
              var own = mixed().pictures.stream().filter(one -> one.label() == label).toList();
              int some = own.size() < 2 ? 0 : Math.ceilDiv(own.size(), SHARE);
              return (kept ? own.subList(0, some) : own.subList(some, own.size())).stream();
            })
            .toList());
  }

  /// The pictures in an order in which no class follows another, always the same.
  FolderListing mixed() {
    return with(
        pictures.stream()
            .sorted(Comparator.comparingLong(this::mark).thenComparing(Picture::file))
            .toList());
  }

  private FolderListing with(List<Picture> others) {
    return new FolderListing(folder, classes, others);
  }

  private long mark(Picture picture) {
    var crc = new CRC32();
    for (var part : folder.relativize(picture.file())) {
      crc.update(part.toString().getBytes(UTF_8));
      crc.update('/');
    }
    return crc.getValue();
  }

  /// Reads them, each resized by the means of areas.
  ///
  /// @param channels 3, or 1 for greys
  Images images(int channels, int height, int width, Consumer<ImageOptions> settings) {
    var pixels = Tensors.empty(DType.UINT8, Device.CPU, pictures.size(), channels, height, width);
    long bytes = (long) channels * height * width;
    for (int i = 0; i < pictures.size(); i++) {
      fill(
          pixels.segment().asSlice(i * bytes, bytes),
          pictures.get(i).file(),
          channels,
          height,
          width);
    }
    var labels = pictures.stream().mapToLong(Picture::label).toArray();
    return new Images(pixels, Tensor.of(labels), settings);
  }

  private static void fill(MemorySegment into, Path file, int channels, int height, int width) {
    try (var _ = Scope.open()) {
      var picture = ImageFile.read(file).to(DType.FLOAT32).unsqueeze(0);
      var resized = ImageShape.of(picture, channels, height, width).round().to(DType.UINT8);
      into.copyFrom(resized.contiguous().segment());
    }
  }
}
