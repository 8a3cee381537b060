package profundo.data.source;

import java.nio.file.Path;
import profundo.base.UserPath;
import profundo.data.shared.Ranges;

/// A dataset's files on this machine.
///
/// @param entry the dataset
/// @param folder where they lie
/// @param source what gave them
public record Fetched(Entry entry, Path folder, Origin.Source source) {
  /// The place of one of the files.
  ///
  /// @throws profundo.base.ProfundoException if the name leads out of the folder
  public Path file(String name) {
    return UserPath.inside(folder, name);
  }

  /// The place of the first file, for a dataset that has no other.
  ///
  /// @throws profundo.base.ProfundoException if the dataset has none
  public Path file() {
    Ranges.positive("the number of files of " + entry.name(), entry.files().size());
    return file(entry.files().getFirst().name());
  }
}
