package profundo.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Puts a file into the cache whole or not at all, once its checksum is known to be right.
final class Placement {
  private Placement() {}

  /// Copies a file of a source that is given as a folder.
  static void copy(Path from, DataFile file, Path folder) throws IOException {
    var draft = draft(file, folder);
    Files.copy(from, draft, StandardCopyOption.REPLACE_EXISTING);
    accept(draft, file, folder, from.toString());
  }

  /// Where a file grows until it is whole.
  static Path draft(DataFile file, Path folder) {
    return folder.resolve("." + file.name() + ".part");
  }

  /// Moves a whole draft to its place.
  ///
  /// @throws DataException if its checksum is wrong; the draft is then gone
  static void accept(Path draft, DataFile file, Path folder, String from) throws IOException {
    var named = folder.resolve(".checking-" + file.name());
    Files.move(draft, named, StandardCopyOption.REPLACE_EXISTING);
    try {
      if (!Checksum.matches(named, file)) {
        throw new DataException("checksum", from, file.name());
      }
      Files.move(named, folder.resolve(file.name()), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(named);
    }
  }
}
