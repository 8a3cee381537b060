package profundo.tensor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// What a shared library of 64-bit Linux says of itself (ELF-64, little endian: System V ABI,
/// chapters 4 and 5).
final class Elf {
  private static final int PROGRAM_HEADERS = 32;
  private static final int PROGRAM_HEADER_COUNT = 56;
  private static final int PROGRAM_HEADER_BYTES = 56;
  private static final int HEADER_BYTES = 64;
  private static final int LOAD = 1;
  private static final int DYNAMIC = 2;
  private static final long NEEDED = 1;
  private static final long STRINGS = 5;

  private Elf() {}

  /// The names of the libraries that this one needs (`DT_NEEDED`); none if it is no such file.
  static List<String> needed(Path library) throws IOException {
    try (var file = FileChannel.open(library)) {
      var header = read(file, 0, HEADER_BYTES);
      if (header.getInt(0) != 0x464c457f) {
        return List.of();
      }
      long at = header.getLong(PROGRAM_HEADERS);
      int count = header.getShort(PROGRAM_HEADER_COUNT);
      var headers = read(file, at, count * PROGRAM_HEADER_BYTES);
      var segments = new TreeMap<Long, Long>();
      var dynamic = ByteBuffer.allocate(0);
      for (int i = 0; i < headers.capacity(); i += PROGRAM_HEADER_BYTES) {
        int type = headers.getInt(i);
        long offset = headers.getLong(i + 8);
        if (type == LOAD) {
          segments.put(headers.getLong(i + 16), offset);
        } else if (type == DYNAMIC) {
          dynamic = read(file, offset, Math.toIntExact(headers.getLong(i + 32)));
        }
      }
      return names(file, segments, dynamic);
    }
  }

  private static List<String> names(
      FileChannel file, TreeMap<Long, Long> segments, ByteBuffer dynamic) throws IOException {
    var offsets = new ArrayList<Long>();
    long strings = 0;
    while (dynamic.remaining() >= 2 * Long.BYTES) {
      long tag = dynamic.getLong();
      long value = dynamic.getLong();
      if (tag == NEEDED) {
        offsets.add(value);
      } else if (tag == STRINGS) {
        var segment = segments.floorEntry(value);
        strings = segment.getValue() + value - segment.getKey();
      }
    }
    var names = new ArrayList<String>();
    for (long offset : offsets) {
      var text = StandardCharsets.UTF_8.decode(read(file, strings + offset, 256)).toString();
      names.add(text.substring(0, text.indexOf('\0')));
    }
    return names;
  }

  private static ByteBuffer read(FileChannel file, long at, int bytes) throws IOException {
    var buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, at + buffer.position()) < 0) {
        break;
      }
    }
    return buffer.flip();
  }
}
