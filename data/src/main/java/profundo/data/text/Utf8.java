package profundo.data.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import profundo.base.Given;
import profundo.data.DataException;
import profundo.data.shared.FileKind;
import profundo.data.shared.Reading;
import profundo.data.shared.Refusal;

/// Text in UTF-8, strictly. The byte order mark that some editors put before it is no part of it.
public final class Utf8 {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private Utf8() {}

  /// The text in a file, which is unpacked where it is gzipped.
  ///
  /// @throws DataException if it cannot be read, is not UTF-8 or holds a zero (then it says at
  ///   which byte), or is larger than 512 MiB
  public static String read(Path file) {
    var name = Given.require("file", file).toString();
    return Reading.of(
        file, FileKind.Wish.TEXT, in -> decode(Reading.all(Reading.unpacked(in), name), name));
  }

  /// As [#read] from bytes; `name` is what errors call them.
  public static String decode(byte[] bytes, String name) {
    Given.require("bytes", bytes);
    Given.require("name", name);
    var in = ByteBuffer.wrap(bytes);
    var out = CharBuffer.allocate(bytes.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    if (result.isError()) {
      throw Refusal.of("notText", name, Integer.toString(in.position()));
    }
    var text = out.flip();
    boolean marked = text.hasRemaining() && text.get(0) == BYTE_ORDER_MARK;
    var decoded = text.subSequence(marked ? 1 : 0, text.length()).toString();
    if (decoded.indexOf('\0') >= 0) {
      int place = 0;
      while (bytes[place] != 0) {
        place++;
      }
      throw Refusal.of("notText", name, Integer.toString(place));
    }
    return decoded;
  }
}
