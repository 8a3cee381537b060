package profundo.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// The SHA-256 of files; see [DataFile#sha256()] for what of a packed file is counted.
final class Checksum {
  private Checksum() {}

  static boolean matches(Path file, DataFile wanted) throws IOException {
    return of(file).equals(wanted.sha256());
  }

  /// The sum, or a text that is no sum where a packed file is damaged.
  private static String of(Path file) throws IOException {
    try (var bytes = unpacked(file)) {
      var digest = MessageDigest.getInstance("SHA-256");
      var buffer = new byte[1 << 16];
      for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (ZipException | java.io.EOFException e) {
      return "damaged: " + e.getMessage();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }

  private static InputStream unpacked(Path file) throws IOException {
    var bytes = Files.newInputStream(file);
    var name = file.getFileName().toString();
    return name.endsWith(".gz") && !name.endsWith(".tar.gz")
        ? new GZIPInputStream(bytes, 1 << 16)
        : bytes;
  }
}
