package profundo.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Text in UTF-8, strictly. The byte order mark that some editors put before it is no part of it.
final class Utf8 {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private Utf8() {}

  /// The text in a file.
  ///
  /// @throws DataException if it cannot be read, or is not UTF-8: then it says at which byte
  static String read(Path file) {
    try {
      return decode(Files.readAllBytes(file), file.toString());
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
