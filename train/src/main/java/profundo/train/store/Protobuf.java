package profundo.train.store;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Builds one message in Protocol Buffers' wire format, field by field.
final class Protobuf {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED32 = 5;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  Protobuf varint(int field, long value) {
    tag(field, VARINT);
    raw(value);
    return this;
  }

  Protobuf float32(int field, float value) {
    tag(field, FIXED32);
    littleEndian(Float.floatToIntBits(value), Integer.BYTES);
    return this;
  }

  Protobuf float64(int field, double value) {
    tag(field, FIXED64);
    littleEndian(Double.doubleToLongBits(value), Long.BYTES);
    return this;
  }

  Protobuf text(int field, String value) {
    return bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  Protobuf message(int field, Protobuf value) {
    return bytes(field, value.toByteArray());
  }

  Protobuf bytes(int field, byte[] value) {
    tag(field, LENGTH_DELIMITED);
    raw(value.length);
    out.writeBytes(value);
    return this;
  }

  /// Adds the fields of another message to this one.
  Protobuf append(Protobuf fields) {
    out.writeBytes(fields.toByteArray());
    return this;
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }

  private void tag(int field, int type) {
    raw(((long) field << 3) | type);
  }

  private void raw(long value) {
    var rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private void littleEndian(long bits, int bytes) {
    for (var i = 0; i < bytes; i++) {
      out.write((int) (bits >>> (8 * i)));
    }
  }
}
