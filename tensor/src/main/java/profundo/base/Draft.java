package profundo.base;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A file that grows beside its place until it is whole. Its writer holds a lock on it, so that the
/// next writer of the same place can tell the draft of a killed process, and removes it.
final class Draft implements AutoCloseable {
  /// Of a name at its longest, the draft's name may still be no longer than file systems allow.
  private static final int NAME = 40;

  /// The drafts of this process: a lock is the whole process's, and closing any channel to the file
  /// gives it up.
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private static final System.Logger LOG = System.getLogger("profundo.tensor");

  private final Path place;
  private final Path path;
  private final FileChannel channel;

  private Draft(Path place, Path path, FileChannel channel) {
    this.place = place;
    this.path = path;
    this.channel = channel;
  }

  /// A new draft for a file at this place.
  static Draft of(Path place) throws IOException {
    var folder = place.resolveSibling("");
    var prefix = "." + start(place.getFileName().toString()) + ".";
    sweep(folder, prefix);
    while (true) {
      var random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
      var path = folder.resolve(prefix + random + ".part");
      OWN.add(path);
      var draft = opened(place, path);
      if (draft != null) {
        return draft;
      }
    }
  }

  /// None if another process took the draft for an abandoned one before it was locked.
  private static @Nullable Draft opened(Path place, Path path) throws IOException {
    try {
      var channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      var draft = new Draft(place, path, channel);
      if (isHeld(channel) && Files.exists(path)) {
        return draft;
      }
      draft.close();
      return null;
    } catch (IOException e) {
      OWN.remove(path);
      throw e;
    }
  }

  /// On a file system without locks, drafts are neither held nor swept.
  private static boolean isHeld(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException _) {
      return true;
    }
  }

  private static void sweep(Path folder, String prefix) {
    var abandoned = Pattern.compile(Pattern.quote(prefix) + "[0-9a-f]{16}\\.part");
    try (var files =
        Files.newDirectoryStream(
            folder, file -> abandoned.matcher(file.getFileName().toString()).matches())) {
      for (var file : files) {
        if (!OWN.contains(file) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
          deleteAbandoned(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // Another writer's draft that is whole by now, or one of a foreign user: not ours to remove.
      LOG.log(System.Logger.Level.DEBUG, "The drafts in " + folder + " were left", e);
    }
  }

  private static void deleteAbandoned(Path file) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
        @Nullable FileLock held = channel.tryLock()) {
      if (held != null) {
        Files.deleteIfExists(file);
      }
    }
  }

  FileChannel channel() {
    return channel;
  }

  /// Puts the draft into its place.
  void accept() throws IOException {
    if (Files.exists(place) && isPosix()) {
      Files.setPosixFilePermissions(path, Files.getPosixFilePermissions(place));
    }
    channel.force(true);
    WholeFile.place(place);
    Files.move(path, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Removes what was not accepted.
  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(path);
    } finally {
      OWN.remove(path);
    }
  }

  private boolean isPosix() {
    return Files.getFileAttributeView(place, PosixFileAttributeView.class) != null;
  }

  private static String start(String name) {
    return name.codePoints()
        .limit(NAME)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
