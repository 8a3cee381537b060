package profundo.data.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import profundo.data.shared.Refusal;

/// A folder or address laid out as `NAME/FILE`.
final class Mirror {
  private Mirror() {}

  /// Gives all files of the dataset, or says why it gives none.
  static Optional<String> give(String mirror, Download download, Entry entry, Path folder)
      throws IOException {
    if (isAddress(mirror)) {
      var base = mirror.endsWith("/") ? mirror : mirror + "/";
      return download.give(entry, folder, file -> base + entry.mirror() + "/" + file.name());
    }
    var lacking = copy(Path.of(mirror).resolve(entry.mirror()), entry, folder);
    return lacking.map(path -> Refusal.text("tried.mirror", mirror, path));
  }

  /// Gives all files of the dataset from a folder where they lie side by side, or returns the first
  /// that is not there.
  static Optional<Path> copy(Path from, Entry entry, Path folder) throws IOException {
    for (var file : entry.files()) {
      var place = file.in(from);
      if (!Files.isRegularFile(place) || !Files.isReadable(place)) {
        return Optional.of(place);
      }
    }
    for (var file : entry.files()) {
      Placement.copy(file.in(from), file, folder);
    }
    return Optional.empty();
  }

  private static boolean isAddress(String mirror) {
    return mirror.startsWith("http://") || mirror.startsWith("https://");
  }
}
