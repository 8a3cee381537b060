package profundo.data;

import java.nio.file.Path;

/// A dataset's files on this machine.
///
/// @param folder where they lie
/// @param source what gave them
public record Fetched(Path folder, Origin.Source source) {
  /// The place of one of the files.
  public Path file(String name) {
    return folder.resolve(name);
  }
}
