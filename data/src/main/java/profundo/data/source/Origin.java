package profundo.data.source;

import java.util.Locale;

/// Where a run's data came from, which is printed and stored with it.
///
/// @param name the dataset's name in the catalogue
/// @param source what gave the files
/// @param samples the number of samples in use
public record Origin(String name, Source source, long samples) {
  /// What can give data.
  public enum Source {
    /// The small real sample in the jar.
    BUNDLED,
    /// A folder or address laid out like our mirror.
    MIRROR,
    /// The canonical address.
    DOWNLOAD,
    /// A package of the npm registry.
    NPM,
    /// An installed Debian package.
    DEBIAN,
    /// Made by a program: never passes for real data.
    SYNTHETIC,
    /// A file or folder of the user's.
    FOLDER;

    /// As it is written in JSON and in the store: `bundled`, `mirror`, …
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
