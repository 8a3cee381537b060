package profundo.data.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import profundo.base.Given;
import profundo.data.DataException;
import profundo.data.shared.Refusal;
import profundo.data.source.Archive;
import profundo.data.source.Origin;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// The binary version of CIFAR-10: records of one label and 3072 bytes, red, green and blue planes
/// of 32 rows each.
public final class Cifar {
  private static final int KINDS = 10;
  private static final int SIDE = 32;
  private static final int PICTURE = 3 * SIDE * SIDE;

  private Cifar() {}

  /// Reads the archive of a collection.
  ///
  /// @param name the collection's, for its origin
  /// @throws DataException if it cannot be read
  public static LabelledImages read(Path archive, String name, Origin.Source source) {
    Given.require("archive", archive);
    Given.require("name", name);
    Given.require("source", source);
    var files = Archive.read(archive, file -> file.endsWith(".bin"));
    var train = images(archive.toString(), batches(files, "data_batch_"));
    var test = images(archive.toString(), batches(files, "test_batch"));
    return new LabelledImages(train, test, new Origin(name, source, train.size()));
  }

  private static List<byte[]> batches(Map<String, byte[]> files, String part) {
    return files.entrySet().stream()
        .filter(file -> file.getKey().contains(part))
        .map(Map.Entry::getValue)
        .toList();
  }

  private static Images images(String name, List<byte[]> batches) {
    int count = 0;
    for (var batch : batches) {
      if (batch.length == 0 || batch.length % (PICTURE + 1) != 0) {
        throw Refusal.of("short", name);
      }
      count += batch.length / (PICTURE + 1);
    }
    if (count == 0) {
      throw Refusal.of("archiveLacks", name);
    }
    var pixels = new byte[Math.multiplyExact(count, PICTURE)];
    var labels = new long[count];
    int next = 0;
    for (var batch : batches) {
      for (int at = 0; at < batch.length; at += PICTURE + 1, next++) {
        if (batch[at] < 0 || batch[at] >= KINDS) {
          throw Refusal.of("damaged", name, "label " + batch[at]);
        }
        labels[next] = batch[at];
        System.arraycopy(batch, at + 1, pixels, next * PICTURE, PICTURE);
      }
    }
    try (var _ = Scope.open()) {
      return new Images(Tensor.of(pixels, count, 3, SIDE, SIDE), Tensor.of(labels), o -> {});
    }
  }
}
