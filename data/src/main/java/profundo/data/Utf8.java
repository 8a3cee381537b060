package profundo.data;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Text in UTF-8, strictly. The byte order mark that some editors put before it is no part of it.
public final class Utf8 {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private static final int LARGEST = 1 << 29;

  private Utf8() {}

  /// The text in a file, which is unpacked where its name ends with `.gz`.
  ///
  /// @throws DataException if it cannot be read, is not UTF-8 (then it says at which byte), or is
  ///   larger than 512 MiB
  public static String read(Path file) {
    try (var stored = Files.newInputStream(file);
        var bytes = file.toString().endsWith(".gz") ? new GZIPInputStream(stored) : stored) {
      var text = bytes.readNBytes(LARGEST + 1);
      if (text.length > LARGEST) {
        throw new DataException("textLarge", file);
      }
      return decode(text, file.toString());
    } catch (ZipException | EOFException e) {
      throw new DataException(e, "damaged", file, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new DataException(e, "unreadable", file, Sources.reason(e));
    }
  }

  /// As [#read] from bytes; `name` is what errors call them.
  static String decode(byte[] bytes, String name) {
    var in = ByteBuffer.wrap(bytes);
    var out = CharBuffer.allocate(bytes.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    if (result.isError()) {
      throw new DataException("notText", name, Integer.toString(in.position()));
    }
    var text = out.flip();
    boolean marked = text.hasRemaining() && text.get(0) == BYTE_ORDER_MARK;
    return text.subSequence(marked ? 1 : 0, text.length()).toString();
  }
}
