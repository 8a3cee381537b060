package profundo.nn;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The checksums that a safetensors file of Profundo's carries in its metadata, which other readers
/// pass over: one for each tensor, in the order of the header, and one for the header itself, in
/// which its own digits count as zeros.
///
/// CRC-32C finds every error of up to 32 bits in a row, and processors compute it faster than disks
/// write; a cryptographic hash would cost more than the writing and guards against nothing that
/// happens on a disk. There are two entries so that damage to one's name cannot make a file pass
/// for one without checksums.
///
/// @param tensors eight digits for each tensor
/// @param header the header's eight digits; empty if the entry is not there
record Checksums(String tensors, String header) {
  private static final String TENSORS = "profundo.crc32c.tensors";
  private static final String HEADER = "profundo.crc32c.header";

  private static final int DIGITS = 8;
  private static final String ZERO = "0".repeat(DIGITS);
  private static final byte[] KEY = ("\"" + HEADER + "\":\"").getBytes(ISO_8859_1);

  /// The checksum of all that remains in a buffer, which is then at its end.
  static String of(ByteBuffer bytes) {
    var crc = new CRC32C();
    crc.update(bytes);
    return digits(crc);
  }

  /// A checksum's eight digits.
  static String digits(CRC32C crc) {
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }

  /// Puts the entries into a header's metadata, the tensors' known and the header's as zeros.
  static void put(String tensors, Map<String, String> metadata) {
    metadata.put(HEADER, ZERO);
    metadata.put(TENSORS, tensors);
  }

  /// The tensors' part of a header whose tensors are not written yet.
  static String blank(int tensors) {
    return ZERO.repeat(tensors);
  }

  /// Puts its own checksum into a header that is whole otherwise.
  ///
  /// @param header the length and the text
  static void seal(byte[] header) {
    var digits = of(ByteBuffer.wrap(header)).getBytes(ISO_8859_1);
    System.arraycopy(digits, 0, header, place(header), DIGITS);
  }

  /// Takes the entries out of a header's metadata; empty if the file has none.
  static Optional<Checksums> take(Map<String, String> metadata) {
    var tensors = metadata.remove(TENSORS);
    var header = metadata.remove(HEADER);
    return tensors == null && header == null
        ? Optional.empty()
        : Optional.of(new Checksums(tensors == null ? "" : tensors, header == null ? "" : header));
  }

  /// Whether this header is the one that was written.
  ///
  /// @param bytes the length and the text
  boolean fits(byte[] bytes) {
    int at = place(bytes);
    if (at < 0) {
      return false;
    }
    var blank = bytes.clone();
    Arrays.fill(blank, at, at + DIGITS, (byte) '0');
    return header.equals(of(ByteBuffer.wrap(blank)));
  }

  /// The digits of the tensor with this place in the header.
  String get(int tensor) {
    return tensors.substring(DIGITS * tensor, DIGITS * (tensor + 1));
  }

  /// Where the header's own digits are; −1 if nowhere.
  private static int place(byte[] header) {
    for (int at = 0; at <= header.length - KEY.length - DIGITS; at++) {
      if (Arrays.equals(header, at, at + KEY.length, KEY, 0, KEY.length)) {
        return at + KEY.length;
      }
    }
    return -1;
  }
}
