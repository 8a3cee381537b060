package profundo.base;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// Writes a file whole or not at all: beside its place, forced to the disk, then renamed.
///
/// Only a regular file is ever replaced, and a new one is made only in a folder that is there. A
/// folder, a device such as `/dev/null` or `/dev/stdout`, a pipe, a socket, a link to nothing and a
/// file without permission to write are refused with an [IOException] whose [Reason] says which. A
/// link to a file stays: what it leads to is replaced. A replaced file keeps its permissions.
public final class WholeFile {
  private static final Text TEXT = Text.of(WholeFile.class);

  private WholeFile() {}

  /// What goes into the file.
  @FunctionalInterface
  public interface Body {
    /// Writes everything to the channel.
    void writeTo(FileChannel channel) throws IOException;
  }

  /// Puts these bytes at this path, in the place of a regular file that may be there.
  ///
  /// @throws IOException if it cannot be written; the path then holds what it held before
  public static void write(Path file, byte[] content) throws IOException {
    write(file, channel -> writeFully(channel, ByteBuffer.wrap(content)));
  }

  /// Puts what `body` writes at this path, in the place of a regular file that may be there.
  ///
  /// @throws IOException if it cannot be written; the path then holds what it held before
  public static void write(Path file, Body body) throws IOException {
    try (var draft = Draft.of(place(file))) {
      body.writeTo(draft.channel());
      draft.accept();
    }
  }

  /// Where a file of this path is really written: the path itself, or where its link leads. A
  /// program that is to write after hours asks before them.
  ///
  /// @throws IOException if it is refused, as [#write(Path, Body)] would; nothing is changed
  public static Path place(Path file) throws IOException {
    var path = file.toAbsolutePath();
    return isAbsent(path) ? absent(path) : present(path);
  }

  /// Writes all that remains in the buffer.
  public static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private static boolean isAbsent(Path path) throws IOException {
    try {
      Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return false;
    } catch (NoSuchFileException _) {
      return true;
    }
  }

  private static Path absent(Path path) throws IOException {
    var folder = path.getParent();
    if (folder == null || !Files.exists(folder)) {
      throw refused(path, "file.noFolder", String.valueOf(folder));
    }
    if (!Files.isDirectory(folder)) {
      throw refused(path, "file.inTheWay");
    }
    requireWritable(folder);
    return path;
  }

  private static Path present(Path path) throws IOException {
    Path place;
    try {
      place = path.toRealPath();
    } catch (NoSuchFileException _) {
      throw refused(path, "file.linkToNothing");
    }
    if (Files.isDirectory(place)) {
      throw refused(path, "file.folder");
    }
    var folder = place.getParent();
    if (folder == null || !Files.isRegularFile(place)) {
      throw refused(path, "file.notRegular");
    }
    requireWritable(place);
    requireWritable(folder);
    return place;
  }

  private static void requireWritable(Path path) throws AccessDeniedException {
    if (!Files.isWritable(path)) {
      throw new AccessDeniedException(path.toString());
    }
  }

  private static FileSystemException refused(Path path, String key, Object... arguments) {
    return new FileSystemException(path.toString(), null, TEXT.get(key, arguments));
  }
}
