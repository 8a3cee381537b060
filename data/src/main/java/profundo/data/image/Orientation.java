package profundo.data.image;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// How a camera was held, as the Exif part of a JPEG file or the `eXIf` chunk of a PNG file says
/// (Exif 2.3, tag 0x0112): the picture is stored as the sensor saw it.
///
/// @param code 1 to 8; 1 is upright
record Orientation(int code) {
  private static final Orientation UPRIGHT = new Orientation(1);
  private static final int TAG = 0x0112;
  private static final int APP1 = 0xffe1;
  private static final int SCAN = 0xffda;
  private static final long EXIF = 0x457869660000L;
  private static final long PNG = 0x89504e470d0a1a0aL;
  private static final int PNG_EXIF = 0x65584966;

  /// What a file says, or upright where it says nothing that can be read.
  static Orientation of(byte[] file) {
    var bytes = ByteBuffer.wrap(file);
    try {
      if (file.length > 8 && bytes.getLong(0) == PNG) {
        return ofPng(bytes.position(8));
      }
      return bytes.getShort() == (short) 0xffd8 ? ofJpeg(bytes) : UPRIGHT;
    } catch (BufferUnderflowException
        | IndexOutOfBoundsException
        | IllegalArgumentException
        | ArithmeticException _) {
      return UPRIGHT;
    }
  }

  private static Orientation ofJpeg(ByteBuffer bytes) {
    for (int marker = marker(bytes); marker != SCAN; marker = marker(bytes)) {
      int length = (bytes.getShort() & 0xffff) - 2;
      int next = bytes.position() + length;
      if (marker == APP1 && length > 6 && exif(bytes)) {
        return tag(bytes.slice(bytes.position(), next - bytes.position()));
      }
      bytes.position(next);
    }
    return UPRIGHT;
  }

  /// A chunk is its length, its name, its content and a checksum.
  private static Orientation ofPng(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      int length = bytes.getInt();
      int name = bytes.getInt();
      if (name == PNG_EXIF) {
        return tag(bytes.slice(bytes.position(), length));
      }
      bytes.position(Math.addExact(bytes.position(), Math.addExact(length, 4)));
    }
    return UPRIGHT;
  }

  private static int marker(ByteBuffer bytes) {
    return bytes.getShort() & 0xffff;
  }

  private static boolean exif(ByteBuffer bytes) {
    return ((bytes.getInt() & 0xffffffffL) << 16 | (bytes.getShort() & 0xffff)) == EXIF;
  }

  /// The tag in the first directory of a TIFF structure.
  private static Orientation tag(ByteBuffer tiff) {
    tiff.order(tiff.getShort() == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    tiff.position(tiff.getInt(4));
    int entries = tiff.getShort() & 0xffff;
    for (int i = 0; i < entries; i++) {
      int at = tiff.position() + 12 * i;
      int code = tiff.getShort(at + 8);
      if ((tiff.getShort(at) & 0xffff) == TAG && code >= 1 && code <= 8) {
        return new Orientation(code);
      }
    }
    return UPRIGHT;
  }

  /// Whether what is stored as a row is a column of the picture.
  boolean turned() {
    return code >= 5;
  }

  /// The place in a stored picture of a pixel of the upright one.
  ///
  /// @param x the column in the upright picture
  /// @param y its row
  /// @param width the stored picture's width
  /// @param height its height
  int place(int x, int y, int width, int height) {
    int right = width - 1;
    int bottom = height - 1;
    return switch (code) {
      case 2 -> y * width + right - x;
      case 3 -> (bottom - y) * width + right - x;
      case 4 -> (bottom - y) * width + x;
      case 5 -> x * width + y;
      case 6 -> (bottom - x) * width + y;
      case 7 -> (bottom - x) * width + right - y;
      case 8 -> x * width + right - y;
      default -> y * width + x;
    };
  }
}
