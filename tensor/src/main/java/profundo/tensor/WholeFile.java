package profundo.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Writes a file whole or not at all: beside its place, forced to the disk, then renamed.
public final class WholeFile {
  private WholeFile() {}

  /// What goes into the file.
  @FunctionalInterface
  public interface Body {
    /// Writes everything to the channel.
    void writeTo(FileChannel channel) throws IOException;
  }

  /// Puts these bytes at this path, in the place of a file that may be there.
  public static void write(Path file, byte[] content) throws IOException {
    write(file, channel -> writeFully(channel, ByteBuffer.wrap(content)));
  }

  /// Puts what `body` writes at this path, in the place of a file that may be there.
  ///
  /// @throws IOException if it cannot be written; the path then holds what it held before
  public static void write(Path file, Body body) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    var draft = Files.createTempFile(folder, "." + file.getFileName(), ".part");
    try {
      try (var channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        body.writeTo(channel);
        channel.force(true);
      }
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /// Writes all that remains in the buffer.
  public static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
