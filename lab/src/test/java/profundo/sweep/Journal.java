package profundo.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// What a child is about to call, in a mapped file: it is there for the parent whatever becomes of
/// the child.
final class Journal {
  private static final int TEXT = 16;
  private static final int SIZE = 1 << 14;

  private final MappedByteBuffer memory;

  private Journal(MappedByteBuffer memory) {
    this.memory = memory;
  }

  static Journal open(Path file) throws IOException {
    try (var channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return new Journal(channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE));
    }
  }

  /// Writes down that this call begins.
  void begin(long call) {
    memory.putInt(8, 0);
    memory.putLong(0, call);
  }

  /// Adds to the text of the call that begins.
  void add(String text) {
    var bytes = text.getBytes(UTF_8);
    int length = memory.getInt(8);
    int added = Math.min(bytes.length, SIZE - TEXT - length);
    memory.put(TEXT + length, bytes, 0, added);
    memory.putInt(8, length + added);
  }

  /// The number of the call that began last.
  long call() {
    return memory.getLong(0);
  }

  /// What is known of that call.
  String text() {
    var bytes = new byte[memory.getInt(8)];
    memory.get(TEXT, bytes);
    return new String(bytes, UTF_8);
  }
}
