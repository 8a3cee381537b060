package profundo.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;

/// Files inside `.zip`, `.tar.gz` and `.tgz` archives, read where they lie: nothing is unpacked, so
/// nothing can leave its folder.
public final class Archive {
  private static final int LARGEST = 1 << 30;

  private Archive() {}

  /// The files of an archive whose names are wanted, by name in alphabetical order.
  ///
  /// @throws DataException if it is none, is cut short or damaged, or a file in it is larger than 1
  ///   GiB
  public static SortedMap<String, byte[]> read(Path file, Predicate<String> wanted) {
    var files = new TreeMap<String, byte[]>();
    try (var archive = open(file)) {
      for (var entry = archive.getNextEntry(); entry != null; entry = archive.getNextEntry()) {
        if (!entry.isDirectory() && wanted.test(entry.getName())) {
          files.put(entry.getName(), content(archive, file));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new DataException(e, "damaged", file, String.valueOf(e.getMessage()));
    }
    if (files.isEmpty()) {
      throw new DataException("archiveLacks", file);
    }
    return files;
  }

  private static byte[] content(ArchiveInputStream<?> archive, Path file) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var buffer = new byte[1 << 16];
    for (int read = archive.read(buffer); read >= 0; read = archive.read(buffer)) {
      if (bytes.size() > LARGEST - read) {
        throw new DataException("archiveLarge", file);
      }
      bytes.write(buffer, 0, read);
    }
    return bytes.toByteArray();
  }

  private static ArchiveInputStream<? extends ArchiveEntry> open(Path file) throws IOException {
    var bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    return file.toString().endsWith(".zip")
        ? new ZipArchiveInputStream(bytes)
        : new TarArchiveInputStream(new GZIPInputStream(bytes, 1 << 16));
  }
}
