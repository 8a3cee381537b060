package profundo.train.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.zip.CRC32C;
import org.sqlite.Function;

/// The SQL function `checksum(…)`: the CRC-32C of a row's values, with their types and lengths.
/// Each row of the store keeps its own, since SQLite guards its pages by none.
final class RowChecksum extends Function {
  private static final String NAME = "checksum";
  private static final int ANY_NUMBER = -1;
  private static final int INTEGER = 1;
  private static final int REAL = 2;
  private static final int NULL = 5;

  private RowChecksum() {}

  /// Makes it known to a connection.
  static void register(Connection connection) throws SQLException {
    Function.create(connection, NAME, new RowChecksum(), ANY_NUMBER, FLAG_DETERMINISTIC);
  }

  @Override
  protected void xFunc() throws SQLException {
    var crc = new CRC32C();
    var number = ByteBuffer.allocate(1 + Long.BYTES);
    for (int i = 0; i < args(); i++) {
      int type = value_type(i);
      byte[] text = {};
      long bits = 0;
      if (type == INTEGER) {
        bits = value_long(i);
      } else if (type == REAL) {
        bits = Double.doubleToRawLongBits(value_double(i));
      } else if (type != NULL) {
        text = value_text(i).getBytes(UTF_8);
        bits = text.length;
      }
      crc.update(number.clear().put((byte) type).putLong(bits).flip());
      crc.update(text, 0, text.length);
    }
    result(crc.getValue());
  }
}
