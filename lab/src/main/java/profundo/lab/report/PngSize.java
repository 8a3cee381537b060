package profundo.lab.report;

import java.nio.ByteBuffer;
import java.util.Optional;

/// How large a PNG picture is, as its header says.
record PngSize(int width, int height) {
  private static final long SIGNATURE = 0x89504E470D0A1A0AL;
  private static final int HEADER = 24;
  private static final int WIDEST = 520;
  private static final int HIGHEST = 460;
  private static final int OF_IMAGE = 12;
  private static final int OF_MAP = 40;

  static Optional<PngSize> of(byte[] bytes) {
    var header = ByteBuffer.wrap(bytes);
    return bytes.length >= HEADER && header.getLong(0) == SIGNATURE
        ? Optional.of(new PngSize(header.getInt(16), header.getInt(20)))
        : Optional.empty();
  }

  /// The width on the page: a whole number of times the picture's own, as far as it fits beside
  /// another exhibit; a larger picture fills the place.
  ///
  /// @param isMap whether each pixel is a number of its own, which is to be seen as a square
  int shown(boolean isMap) {
    return isMagnified()
        ? width * Math.clamp(times(), 1, isMap ? OF_MAP : OF_IMAGE)
        : Math.min(WIDEST, width * HIGHEST / height);
  }

  /// Whether it has room for each pixel twice or more: a square then, and smoothed otherwise.
  boolean isMagnified() {
    return times() > 1;
  }

  private int times() {
    return Math.min(WIDEST / Math.max(1, width), HIGHEST / Math.max(1, height));
  }
}
