package profundo.data;

import java.nio.file.Path;

/// A dataset's files on this machine.
///
/// @param entry the dataset
/// @param folder where they lie
/// @param source what gave them
public record Fetched(Entry entry, Path folder, Origin.Source source) {
  /// The place of one of the files.
  public Path file(String name) {
    return folder.resolve(name);
  }

  /// The place of the first file, for a dataset that has no other.
  public Path file() {
    return file(entry.files().getFirst().name());
  }
}
