package profundo.data.image;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import profundo.data.DataException;
import profundo.data.shared.Refusal;
import profundo.tensor.Tensor;

/// Pictures that stay in their files and are decoded when they are asked for, from several threads
/// at once.
///
/// @param crop what a net reads of each
record ImageFiles(List<Path> files, ImageCrop crop) {
  ImageCrop.Scaled read(long index) {
    var file = files.get((int) index);
    return crop.scaled(ImageFile.decode(ImageFile.bytes(file), file.toString()));
  }

  ImageFiles part(long from, long to) {
    return new ImageFiles(files.subList((int) from, (int) to), crop);
  }

  /// The same files for a net of another size; the margin keeps its share.
  ImageFiles as(int channels, int height, int width) {
    int margin = crop.margin() * height / crop.height();
    return new ImageFiles(files, new ImageCrop(channels, height, width, margin));
  }

  /// The middle of each, `[N, C, H, W]` unsigned bytes.
  ///
  /// @throws DataException if they are more than 2 GiB
  Tensor pixels() {
    if ((long) files.size() * crop.bytes() > Integer.MAX_VALUE) {
      throw Refusal.of("pixelsInFiles", files.size());
    }
    var all = new byte[files.size() * crop.bytes()];
    IntStream.range(0, files.size())
        .parallel()
        .forEach(
            i -> System.arraycopy(crop.middle(read(i)), 0, all, i * crop.bytes(), crop.bytes()));
    return Tensor.of(all, files.size(), crop.channels(), crop.height(), crop.width());
  }

  @Override
  public String toString() {
    return files.size() + " files";
  }
}
