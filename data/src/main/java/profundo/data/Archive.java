package profundo.data;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

/// Files inside zip and packed tar archives, read where they lie: nothing is unpacked, so nothing
/// can leave its folder. Which of the two an archive is, its first bytes say and not its name.
/// Folders and links in it are passed over.
public final class Archive {
  private static final long LARGEST = 1L << 29;
  private static final long LONGEST = 1L << 33;

  private final Path file;
  private final Predicate<String> wanted;
  private final SortedMap<String, byte[]> files = new TreeMap<>();
  private long kept;

  private Archive(Path file, Predicate<String> wanted) {
    this.file = file;
    this.wanted = wanted;
  }

  /// The files of an archive whose names are wanted, by name in alphabetical order.
  ///
  /// @throws DataException if it is none, is cut short or damaged, holds none of them, or is too
  ///   large: they have more than 512 MiB together, or a tar archive more than 8 GiB unpacked
  public static SortedMap<String, byte[]> read(Path file, Predicate<String> wanted) {
    var archive = new Archive(file, wanted);
    try {
      if (isZip(file)) {
        archive.readZip();
      } else {
        archive.readTar();
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new DataException(e, "damaged", file, String.valueOf(e.getMessage()));
    }
    if (archive.files.isEmpty()) {
      throw new DataException("archiveLacks", file);
    }
    return archive.files;
  }

  private static boolean isZip(Path file) throws IOException {
    try (var bytes = Files.newInputStream(file)) {
      return bytes.read() == 'P' && bytes.read() == 'K';
    }
  }

  private void readZip() throws IOException {
    try (var zip = ZipFile.builder().setPath(file).get()) {
      for (var entry : Collections.list(zip.getEntries())) {
        if (entry.isDirectory() || entry.isUnixSymlink() || !wanted.test(entry.getName())) {
          continue;
        }
        if (entry.getMethod() != ZipEntry.STORED && entry.getMethod() != ZipEntry.DEFLATED) {
          throw new IOException("packed by method " + entry.getMethod());
        }
        try (var bytes = zip.getInputStream(entry)) {
          var content = content(bytes, entry.getSize());
          var sum = new CRC32();
          sum.update(content);
          if (sum.getValue() != entry.getCrc()) {
            throw new IOException(entry.getName());
          }
          files.put(entry.getName(), content);
        }
      }
    }
  }

  private void readTar() throws IOException {
    try (var packed = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        var tar = new TarArchiveInputStream(new Bounded(new GZIPInputStream(packed, 1 << 16)))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (isRegular(entry) && wanted.test(entry.getName())) {
          files.put(entry.getName(), content(tar, entry.getSize()));
        }
      }
    }
  }

  private static boolean isRegular(TarArchiveEntry entry) {
    return entry.isFile() && !entry.isLink() && !entry.isSymbolicLink();
  }

  private byte[] content(InputStream stream, long promised) throws IOException {
    if (promised > LARGEST) {
      throw new DataException("archiveLarge", file);
    }
    var bytes = new ByteArrayOutputStream();
    var buffer = new byte[1 << 16];
    for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
      kept += read;
      if (kept > LARGEST) {
        throw new DataException("archiveLarge", file);
      }
      bytes.write(buffer, 0, read);
    }
    return bytes.toByteArray();
  }

  /// Ends the reading of a stream that unpacks to far more than any dataset.
  private final class Bounded extends FilterInputStream {
    private long passed;

    Bounded(InputStream stream) {
      super(stream);
    }

    @Override
    public int read() throws IOException {
      int value = super.read();
      pass(value < 0 ? 0 : 1);
      return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = super.read(into, offset, length);
      pass(count);
      return count;
    }

    @Override
    public long skip(long count) throws IOException {
      long skipped = super.skip(Math.min(count, 1 << 20));
      pass(skipped);
      return skipped;
    }

    private void pass(long count) {
      passed += count;
      if (passed > LONGEST) {
        throw new DataException("archiveLarge", file);
      }
    }
  }
}
