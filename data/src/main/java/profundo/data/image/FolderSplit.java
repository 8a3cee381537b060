package profundo.data.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// How a folder of pictures is split by its maker: `train` beside `test`, `val` or `validation`.
final class FolderSplit {
  private static final String TRAIN = "train";
  private static final List<String> TESTS = List.of("test", "val", "validation");

  private FolderSplit() {}

  /// Whether its maker has split it.
  static boolean isSplit(Path folder) {
    return Files.isDirectory(folder.resolve(TRAIN)) && itsTest(folder).isPresent();
  }

  /// Where the folders of the classes are to train with; the folder itself if it is not split.
  static Path train(Path folder) {
    return isSplit(folder) ? folder.resolve(TRAIN) : folder;
  }

  /// Where those are to test with.
  static Path test(Path folder) {
    return itsTest(folder).orElse(folder);
  }

  private static Optional<Path> itsTest(Path folder) {
    return TESTS.stream().map(folder::resolve).filter(Files::isDirectory).findFirst();
  }
}
