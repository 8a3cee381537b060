package profundo.data.sound;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The sizes in a WAV file's header. A program that writes to a pipe does not know them yet: it
/// leaves 0, or the largest number that its field holds (ffmpeg, SoX), or what it was when the
/// program was killed.
final class RiffSizes {
  private static final int HEADER = 12;
  private static final int CHUNK = 8;

  /// `data`, as little-endian bytes give it.
  private static final int DATA = 0x61746164;

  /// No sound that is read here is so long; SoX and ALSA write such a size and mean none.
  private static final long UNKNOWN = 0x7fff0000L;

  private RiffSizes() {}

  /// Writes how long the sound really is into a header that does not know it. A size that is known
  /// stays, also where the file is cut short.
  static void complete(byte[] file) {
    var bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    if (file.length < HEADER + CHUNK) {
      return;
    }
    long whole = size(bytes, 4);
    int at = HEADER;
    while (at + CHUNK <= file.length && bytes.getInt(at) != DATA) {
      long next = at + CHUNK + size(bytes, at + 4) + (size(bytes, at + 4) & 1);
      if (next > file.length - CHUNK) {
        return;
      }
      at = (int) next;
    }
    int rest = file.length - at - CHUNK;
    if (rest > 0 && isUnknown(size(bytes, at + 4), whole, at)) {
      bytes.putInt(at + 4, rest);
      bytes.putInt(4, file.length - CHUNK);
    }
  }

  /// An empty sound that other chunks follow has a size of the whole that counts them.
  private static boolean isUnknown(long size, long whole, int at) {
    return size >= UNKNOWN || (size == 0 && (whole <= at || whole >= UNKNOWN));
  }

  private static long size(ByteBuffer bytes, int at) {
    return bytes.getInt(at) & 0xffffffffL;
  }
}
