package profundo.train.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {
  @TempDir Path folder;

  /// RFC 3720, B.4: the CRC-32C of 32 zero bytes is 8a9136aa, of 32 bytes ff 62a8ab43; and the
  /// check value of "123456789" is e3069283. Masked as TFRecord says: rotated right by 15, plus
  /// a282ead8.
  @Test
  void theChecksumIsTheMaskedCrc32cOfTheTfRecordFormat() {
    var ones = new byte[32];
    Arrays.fill(ones, (byte) 0xff);
    assertThat(EventFile.maskedCrc(new byte[32], 0, 32)).isEqualTo(masked(0x8a9136aa));
    assertThat(EventFile.maskedCrc(ones, 0, 32)).isEqualTo(masked(0x62a8ab43));
    assertThat(EventFile.maskedCrc("x123456789".getBytes(UTF_8), 1, 9))
        .isEqualTo(masked(0xe3069283));
  }

  private static int masked(int crc) {
    return ((crc >>> 15) | (crc << 17)) + 0xa282ead8;
  }

  @Test
  void everyRecordReadsBack() throws IOException {
    Path path;
    try (var events = EventFile.create(folder.resolve("logs"))) {
      path = events.path();
      events.scalar("train.loss", 0, 2.5);
      events.scalar("validación.exactitud", 300, Double.NaN);
      events.scalar("train.loss", 1L << 40, -1e-3);
      events.image("filters", 7, 28, 14, new byte[] {1, 2, 3});
    }
    assertThat(path.getFileName().toString()).startsWith("events.out.tfevents.");
    var records = records(Files.readAllBytes(path));
    assertThat(records).hasSize(5);
    assertThat(text(records.getFirst(), 3)).isEqualTo("brain.Event:2");
    assertThat(records.getFirst().get(1)).isInstanceOf(Double.class);
    assertThat(Math.abs((double) at(records.getFirst(), 1) - System.currentTimeMillis() / 1000.0))
        .isLessThan(60);

    var first = value(records.get(1));
    assertThat(records.get(1)).containsEntry(2, 0L);
    assertThat(text(first, 1)).isEqualTo("train.loss");
    assertThat(first).containsEntry(2, 2.5f);
    assertThat(text(value(records.get(2)), 1)).isEqualTo("validación.exactitud");
    assertThat(value(records.get(2))).containsEntry(2, Float.NaN);
    assertThat(records.get(2)).containsEntry(2, 300L);
    assertThat(records.get(3)).containsEntry(2, 1L << 40);
    assertThat(value(records.get(3))).containsEntry(2, -1e-3f);

    var image = fields((byte[]) at(value(records.get(4)), 4));
    assertThat(image).containsEntry(1, 14L).containsEntry(2, 28L);
    assertThat((byte[]) at(image, 4)).containsExactly(1, 2, 3);
  }

  @Test
  void everyRecordIsOnTheDiskAtOnce() throws IOException {
    try (var events = EventFile.create(folder)) {
      events.scalar("train.loss", 0, 2.5);
      assertThat(records(Files.readAllBytes(events.path()))).hasSize(2);
    }
  }

  @Test
  void twoFilesOfOneFolderDoNotCollide() {
    try (var first = EventFile.create(folder);
        var second = EventFile.create(folder)) {
      assertThat(first.path()).isNotEqualTo(second.path());
    }
  }

  @Test
  void aFolderThatCannotBeIsASentence() throws IOException {
    var file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> EventFile.create(file.resolve("logs")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file.toString());
  }

  /// A reader of its own: it checks every length and checksum.
  private static List<Map<Integer, Object>> records(byte[] file) {
    var in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    var records = new ArrayList<Map<Integer, Object>>();
    while (in.hasRemaining()) {
      var start = in.position();
      var length = (int) in.getLong();
      assertThat(in.getInt()).isEqualTo(masked(crc32c(file, start, 8)));
      var record = new byte[length];
      in.get(record);
      assertThat(in.getInt()).isEqualTo(masked(crc32c(record, 0, length)));
      records.add(fields(record));
    }
    return records;
  }

  /// CRC-32C bit by bit, from its reflected polynomial.
  private static int crc32c(byte[] data, int offset, int length) {
    var crc = -1;
    for (var i = offset; i < offset + length; i++) {
      crc ^= data[i] & 0xff;
      for (var bit = 0; bit < 8; bit++) {
        crc = (crc >>> 1) ^ ((crc & 1) != 0 ? 0x82f63b78 : 0);
      }
    }
    return ~crc;
  }

  private static Map<Integer, Object> fields(byte[] message) {
    var in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    var fields = new HashMap<Integer, Object>();
    while (in.hasRemaining()) {
      var tag = varint(in);
      Object value =
          switch ((int) (tag & 7)) {
            case 0 -> varint(in);
            case 1 -> in.getDouble();
            case 2 -> {
              var bytes = new byte[(int) varint(in)];
              in.get(bytes);
              yield bytes;
            }
            case 5 -> in.getFloat();
            default -> throw new AssertionError("wire type of tag " + tag);
          };
      fields.put((int) (tag >>> 3), value);
    }
    return fields;
  }

  private static long varint(ByteBuffer in) {
    var value = 0L;
    for (var shift = 0; ; shift += 7) {
      var b = in.get();
      value |= (b & 0x7FL) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  private static Map<Integer, Object> value(Map<Integer, Object> event) {
    return fields((byte[]) at(fields((byte[]) at(event, 5)), 1));
  }

  private static String text(Map<Integer, Object> message, int field) {
    return new String((byte[]) at(message, field), UTF_8);
  }

  private static Object at(Map<Integer, Object> message, int field) {
    var value = message.get(field);
    if (value == null) {
      throw new AssertionError("no field " + field + " in " + message);
    }
    return value;
  }
}
