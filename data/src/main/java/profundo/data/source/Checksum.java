package profundo.data.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import profundo.data.DataException;
import profundo.data.shared.Refusal;

/// The SHA-256 of files; see [DataFile#sha256()] for what is counted.
final class Checksum {
  private Checksum() {}

  static boolean matches(Path file, DataFile wanted) throws IOException {
    if (!wanted.content().isEmpty()) {
      return ofContent(file, wanted.content()).equals(wanted.sha256());
    }
    try (var bytes = Files.newInputStream(file)) {
      if (of(bytes).equals(wanted.sha256())) {
        return true;
      }
    }
    return wanted.name().endsWith(".gz")
        && ofUnpacked(file, wanted.largest()).equals(wanted.sha256());
  }

  /// The sum, or a text that is no sum where a packed file is damaged.
  private static String ofUnpacked(Path file, long largest) throws IOException {
    try (var bytes = Files.newInputStream(file);
        var unpacked = new GZIPInputStream(bytes, 1 << 16)) {
      return of(unpacked, largest);
    } catch (ZipException | java.io.EOFException e) {
      return "damaged: " + Refusal.reason(e);
    }
  }

  private static String ofContent(Path archive, String pattern) throws IOException {
    var sums = new TreeMap<String, String>();
    try {
      for (var file : Archive.read(archive, name -> base(name).matches(pattern)).entrySet()) {
        var sum = of(new ByteArrayInputStream(file.getValue()));
        if (sums.put(base(file.getKey()), sum) != null) {
          return "twice: " + file.getKey();
        }
      }
    } catch (DataException e) {
      return "damaged: " + Refusal.reason(e);
    }
    var list = new StringBuilder();
    sums.forEach((name, sum) -> list.append(sum).append("  ").append(name).append('\n'));
    return of(new ByteArrayInputStream(list.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static String base(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static String of(InputStream bytes) throws IOException {
    return of(bytes, Long.MAX_VALUE);
  }

  /// The sum, or a text that is no sum where there are more bytes than can be right.
  private static String of(InputStream bytes, long largest) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var buffer = new byte[1 << 16];
      long all = 0;
      for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
        digest.update(buffer, 0, read);
        all += read;
        if (all > largest) {
          return "larger than " + largest;
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
