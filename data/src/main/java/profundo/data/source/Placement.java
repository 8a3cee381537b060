package profundo.data.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import profundo.base.WholeFile;
import profundo.data.DataException;
import profundo.data.shared.FileKind;
import profundo.data.shared.Refusal;

/// Puts a file into the cache whole or not at all, once its checksum is known to be right.
final class Placement {
  private Placement() {}

  /// Copies a file of a source that is given as a folder.
  ///
  /// @throws DataException if its checksum is wrong, or it is far larger than the catalogue says
  static void copy(Path from, DataFile file, Path folder) throws IOException {
    var draft = draft(file, folder);
    if (Files.size(from) > file.largest()) {
      throw tooLarge(from.toString(), file);
    }
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
    var begin = begin(draft);
    if (!take(draft, file, folder)) {
      throw wrong(begin, file, from);
    }
  }

  static byte[] begin(Path draft) throws IOException {
    try (var bytes = Files.newInputStream(draft)) {
      return bytes.readNBytes(FileKind.BEGIN);
    }
  }

  /// What is said of a file whose checksum is wrong.
  static DataException wrong(byte[] begin, DataFile file, String from) {
    FileKind.Wish.CATALOGUE.refuseStandIn(begin, from);
    return Refusal.of("checksum", from, file.name());
  }

  static DataException tooLarge(String from, DataFile file) {
    return Refusal.of("largerThanKnown", from, Long.toString(file.largest() >> 20), file.name());
  }

  /// Moves a whole draft to its place if its checksum is right; otherwise it is gone.
  static boolean take(Path draft, DataFile file, Path folder) throws IOException {
    try {
      boolean right = Checksum.matches(draft, file);
      if (right) {
        var place = file.in(folder);
        WholeFile.place(place);
        Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE);
      }
      return right;
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
