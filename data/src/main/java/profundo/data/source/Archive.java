package profundo.data.source;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarUtils;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import profundo.base.Given;
import profundo.data.DataException;
import profundo.data.shared.FileKind;
import profundo.data.shared.Reading;
import profundo.data.shared.Refusal;

/// Files inside zip and tar archives (plain, or packed by gzip or bzip2), read where they lie:
/// nothing is unpacked, so nothing can leave its folder. What an archive is, its first bytes say
/// and not its name. Folders and links in it are passed over.
public final class Archive {
  private static final long LARGEST = 1L << 29;
  private static final long LONGEST = 1L << 33;
  private static final int HEADER = 512;

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
    Given.require("file", file);
    Given.require("wanted", wanted);
    var archive = new Archive(file, wanted);
    var begin = Reading.of(file, FileKind.Wish.ARCHIVE, in -> in.readNBytes(FileKind.BEGIN));
    Reading.of(begin, file.toString(), FileKind.Wish.ARCHIVE, () -> archive.read(begin));
    if (archive.files.isEmpty()) {
      throw Refusal.of("archiveLacks", file);
    }
    return archive.files;
  }

  private SortedMap<String, byte[]> read(byte[] begin) throws IOException {
    try {
      if (begin.length == 0) {
        throw new EOFException();
      }
      if (begin.length > 1 && begin[0] == 'P' && begin[1] == 'K') {
        readZip();
      } else {
        readTar();
      }
      return files;
    } catch (EOFException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      throw Refusal.of(e, "damaged", file, Refusal.reason(e));
    }
  }

  private void readZip() throws IOException {
    try (var zip = ZipFile.builder().setPath(file).get()) {
      for (var entry : Collections.list(zip.getEntries())) {
        if (entry.isDirectory() || entry.isUnixSymlink() || !wanted.test(entry.getName())) {
          continue;
        }
        if (entry.getMethod() != ZipEntry.STORED && entry.getMethod() != ZipEntry.DEFLATED) {
          throw Refusal.of("packedBy", file, entry.getName(), Integer.toString(entry.getMethod()));
        }
        try (var bytes = zip.getInputStream(entry)) {
          var content = content(bytes, entry.getSize());
          var sum = new CRC32();
          sum.update(content);
          if (content.length != entry.getSize() || sum.getValue() != entry.getCrc()) {
            throw new IOException(entry.getName());
          }
          if (files.put(entry.getName(), content) != null) {
            throw Refusal.of("twice", file, entry.getName());
          }
        }
      }
    }
  }

  /// Of files of one name in a tar archive the last counts: so it is added to.
  private void readTar() throws IOException {
    try (var stored = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        var plain = new BufferedInputStream(new Bounded(unpacked(stored)), 1 << 16)) {
      plain.mark(HEADER);
      if (!isTar(plain.readNBytes(HEADER))) {
        throw Refusal.of("notArchive", file);
      }
      plain.reset();
      try (var tar = new TarArchiveInputStream(plain)) {
        for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
          if (isRegular(entry) && wanted.test(entry.getName())) {
            files.put(entry.getName(), content(tar, entry.getSize()));
          }
        }
      }
    }
  }

  private static InputStream unpacked(BufferedInputStream stored) throws IOException {
    stored.mark(3);
    var begin = new String(stored.readNBytes(3), StandardCharsets.ISO_8859_1);
    stored.reset();
    return begin.equals("BZh") ? new BZip2CompressorInputStream(stored) : Reading.unpacked(stored);
  }

  /// A tar archive of no files is all zeros.
  private static boolean isTar(byte[] header) {
    try {
      return header.length == HEADER
          && (Arrays.equals(header, new byte[HEADER]) || TarUtils.verifyCheckSum(header));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static boolean isRegular(TarArchiveEntry entry) {
    return entry.isFile() && !entry.isLink() && !entry.isSymbolicLink();
  }

  /// What an entry holds. It is read no further than one byte beyond the size that it promises.
  private byte[] content(InputStream stream, long promised) throws IOException {
    if (promised < 0 || kept + promised > LARGEST) {
      throw Refusal.of("archiveLarge", file);
    }
    var bytes = stream.readNBytes((int) promised + 1);
    kept += bytes.length;
    if (bytes.length > promised) {
      throw Refusal.of("archiveLarge", file);
    }
    return bytes;
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
        throw Refusal.of("archiveLarge", file);
      }
    }
  }
}
