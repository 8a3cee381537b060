package profundo.base;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

/// A folder with all that is in it.
public final class FolderTree {
  private FolderTree() {}

  /// Writes files into a folder, which is made.
  ///
  /// @param files by their ways from the folder, with `/`
  public static void write(Path folder, Map<String, byte[]> files) throws IOException {
    Given.require("folder", folder);
    Given.require("files", files);
    for (var file : files.entrySet()) {
      var to = UserPath.inside(folder, file.getKey());
      Files.createDirectories(to.resolveSibling(""));
      Files.write(to, file.getValue());
    }
  }

  /// Deletes a folder with all that is in it, if it is there.
  public static void delete(Path folder) throws IOException {
    Given.require("folder", folder);
    if (!Files.exists(folder)) {
      return;
    }
    try (var inside = Files.walk(folder)) {
      for (var path : inside.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
