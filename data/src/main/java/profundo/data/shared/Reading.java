package profundo.data.shared;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import profundo.data.DataException;

/// Opens files and says in one sentence what is wrong with one that cannot be read: that it is not
/// there, another kind of file, cut short, damaged, or larger than the memory.
public final class Reading {
  private static final int LARGEST = 1 << 29;

  private Reading() {}

  /// What is read from a file.
  @FunctionalInterface
  public interface Body<T> {
    T read(BufferedInputStream in) throws IOException;
  }

  /// What is read from a file that may have to be opened otherwise than as a stream.
  @FunctionalInterface
  public interface Call<T> {
    T read() throws IOException;
  }

  /// Reads a file, which may also be a pipe: it is opened once.
  ///
  /// @throws DataException if it cannot be read
  public static <T> T of(Path file, FileKind.Wish wish, Body<T> body) {
    return guarded(
        file.toString(),
        () -> {
          try (var stream = Files.newInputStream(file)) {
            return of(stream, file.toString(), wish, body);
          }
        });
  }

  /// As [#of(Path,FileKind.Wish,Body)] from a stream.
  public static <T> T of(InputStream stream, String name, FileKind.Wish wish, Body<T> body) {
    return guarded(
        name,
        () -> {
          var in = new BufferedInputStream(stream, 1 << 16);
          in.mark(FileKind.BEGIN);
          var begin = in.readNBytes(FileKind.BEGIN);
          in.reset();
          return of(begin, name, wish, () -> body.read(in));
        });
  }

  /// As [#of(Path,FileKind.Wish,Body)] for a reader that opens the file itself.
  ///
  /// @param begin the file's first bytes, [FileKind#BEGIN] or more if it has them
  public static <T> T of(byte[] begin, String name, FileKind.Wish wish, Call<T> call) {
    wish.refuseStandIn(begin, name);
    try {
      return guarded(name, call);
    } catch (DataException e) {
      wish.refuseOther(begin, name, e);
      throw e;
    }
  }

  private static <T> T guarded(String name, Call<T> call) {
    try {
      return call.read();
    } catch (EOFException e) {
      throw Refusal.of(e, "short", name);
    } catch (ZipException e) {
      throw Refusal.of(e, "damaged", name, Refusal.reason(e));
    } catch (IOException e) {
      throw Refusal.of(e, "unreadable", name, Refusal.reason(e));
    } catch (OutOfMemoryError e) {
      long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
      throw Refusal.of(e, "noMemory", name, Long.toString(mebibytes));
    }
  }

  /// All that comes.
  ///
  /// @throws DataException if that is more than 512 MiB
  public static byte[] all(InputStream in, String name) throws IOException {
    var bytes = in.readNBytes(LARGEST + 1);
    if (bytes.length > LARGEST) {
      throw Refusal.of("fileLarge", name, Integer.toString(LARGEST >> 20));
    }
    return bytes;
  }

  /// What a stream gives, unpacked where it is gzipped, whatever the file's name.
  public static InputStream unpacked(BufferedInputStream in) throws IOException {
    in.mark(2);
    boolean packed = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return packed ? new GZIPInputStream(in, 1 << 16) : in;
  }
}
