package profundo.data.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
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
  /// @param kept its middle as a net reads it; null if it stays in its file
  record Picture(Path file, int label, byte @Nullable [] kept) {}

  /// The pictures that are kept for the test: of each class a sixth, one at least where it has two.
  FolderListing test() {
    return part(true);
  }

  /// All other pictures.
  FolderListing train() {
    return part(false);
  }

  /// A picture's name decides, whatever machine the folder lies on.
  private FolderListing part(boolean forTest) {
    var each = new int[classes.size()];
    pictures.forEach(one -> each[one.label()]++);
    var passed = new int[classes.size()];
    var part = new ArrayList<Picture>();
    for (var one : mixed().pictures) {
      int some = each[one.label()] < 2 ? 0 : Math.ceilDiv(each[one.label()], SHARE);
      boolean isForTest = passed[one.label()]++ < some;
      if (isForTest == forTest) {
        part.add(one);
      }
    }
    return with(part);
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

  /// The pictures as a dataset: in memory if they were kept, else in their files.
  Images images(ImageCrop crop, Consumer<ImageOptions> settings) {
    var labels = Tensor.of(pictures.stream().mapToLong(Picture::label).toArray());
    if (pictures.stream().anyMatch(one -> one.kept() == null)) {
      var files = pictures.stream().map(Picture::file).toList();
      return new Images(new ImageFiles(files, crop), labels, ImageOptions.of(settings));
    }
    try (var _ = Scope.open()) {
      var pixels =
          Tensors.empty(
              DType.UINT8,
              Device.CPU,
              pictures.size(),
              crop.channels(),
              crop.height(),
              crop.width());
      var memory = pixels.segment().asByteBuffer();
      pictures.forEach(one -> memory.put(requireNonNull(one.kept())));
      return new Images(pixels, labels, settings);
    }
  }
}
