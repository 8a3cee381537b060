package profundo.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A folder or address laid out as `NAME/FILE`, or a package's folder with the files side by side.
final class Mirror {
  private final String place;

  Mirror(String place) {
    this.place = place;
  }

  /// Gives all files of the dataset, or none.
  boolean give(Entry entry, Path folder) throws IOException {
    if (place.startsWith("http://") || place.startsWith("https://")) {
      var base = place.endsWith("/") ? place : place + "/";
      return Download.give(entry, folder, file -> base + entry.mirror() + "/" + file.name());
    }
    return giveFrom(Path.of(place).resolve(entry.mirror()), entry, folder);
  }

  boolean giveFlat(Entry entry, Path folder) throws IOException {
    return giveFrom(Path.of(place), entry, folder);
  }

  private static boolean giveFrom(Path from, Entry entry, Path folder) throws IOException {
    for (var file : entry.files()) {
      if (!Files.isReadable(from.resolve(file.name()))) {
        return false;
      }
    }
    for (var file : entry.files()) {
      Placement.copy(from.resolve(file.name()), file, folder);
    }
    return true;
  }
}
