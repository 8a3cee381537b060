package profundo.data;

import java.nio.file.Path;
import profundo.tensor.Given;

/// A dataset's files on this machine.
///
/// @param entry the dataset
/// @param folder where they lie
/// @param source what gave them
public record Fetched(Entry entry, Path folder, Origin.Source source) {
  /// The place of one of the files.
  public Path file(String name) {
    Given.require("name", name);
    return folder.resolve(name);
  }

  /// The place of the first file, for a dataset that has no other.
  ///
  /// @throws profundo.tensor.ProfundoException if the dataset has none
  public Path file() {
    Ranges.positive("the number of files of " + entry.name(), entry.files().size());
    return file(entry.files().getFirst().name());
  }
}
