package profundo.data.source;

import java.nio.file.Path;
import profundo.base.UserPath;

/// One canonical file of a dataset.
///
/// @param name its file name
/// @param url its canonical address; empty where there is none
/// @param sha256 a SHA-256 in hexadecimal. Of the file as it is; or, for a name that ends with
///   `.gz`, of the *unpacked* content, so that the same file packed by another hand is the same
///   file; or, for an archive with `content`, what `sha256sum FILES | sha256sum` gives for those
///   files in alphabetical order
/// @param content the regular expression that the names of an archive's files match, without their
///   folders, where only these count and not how they are packed; empty otherwise
/// @param largest the most bytes that it has, packed or unpacked: what a source gives beyond is not
///   read
public record DataFile(String name, String url, String sha256, String content, long largest) {
  private static final long USUAL = 1L << 26;

  /// A file of up to 64 MiB.
  public DataFile(String name, String url, String sha256, String content) {
    this(name, url, sha256, content, USUAL);
  }

  /// A file of up to 64 MiB whose checksum counts as a whole.
  public DataFile(String name, String url, String sha256) {
    this(name, url, sha256, "");
  }

  /// Its place in a dataset's folder.
  Path in(Path folder) {
    return UserPath.inside(folder, name);
  }

  DataFile upTo(long bytes) {
    return new DataFile(name, url, sha256, content, bytes);
  }
}
