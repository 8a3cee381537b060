package profundo.data.image;

import java.nio.file.Path;
import java.util.List;

/// What a folder of pictures was when it was read: each of its pictures was decoded once.
///
/// @param path where it is
/// @param sha256 of the pictures' names and of all their bytes: another where a picture was added,
///   renamed, taken out or changed
/// @param pictures how many there are, with those that cannot be read
/// @param leftOut the files that cannot be read, one in a hundred at most
/// @param isSplit whether its maker has split it for training and testing
public record ReadFolder(
    Path path, String sha256, long pictures, List<Path> leftOut, boolean isSplit) {
  /// Copies the list.
  public ReadFolder {
    leftOut = List.copyOf(leftOut);
  }
}
