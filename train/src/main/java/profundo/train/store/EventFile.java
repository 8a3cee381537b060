package profundo.train.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.zip.CRC32C;
import profundo.base.Given;
import profundo.base.Reason;
import profundo.base.Text;
import profundo.train.TrainException;

/// Writes a TensorBoard event file: scalars and pictures over the steps of a run.
///
/// The file is a TFRecord file (length, its masked CRC-32C, the record, its masked CRC-32C) of
/// `Event` messages in Protocol Buffers' wire format. Show it with `tensorboard --logdir FOLDER`.
/// Used by one thread at a time.
public final class EventFile implements AutoCloseable {
  private static final Text TEXT = Text.of(TrainException.class);
  private static final int HEADER = 12;
  private static final int FOOTER = 4;
  private static final int CRC_MASK = 0xa282ead8;

  private final Path path;
  private final FileChannel channel;

  private EventFile(Path path, FileChannel channel) {
    this.path = path;
    this.channel = channel;
  }

  /// Begins a new event file in a folder, which is made if it is not there.
  ///
  /// @throws StoreException if the folder cannot be written
  public static EventFile create(Path folder) {
    Given.require("folder", folder);
    var now = Instant.now();
    var name =
        Text.format(
            "events.out.tfevents.%010d.profundo.%d.%d",
            now.getEpochSecond(), ProcessHandle.current().pid(), now.getNano());
    var path = folder.resolve(name);
    try {
      Files.createDirectories(folder);
      var file =
          new EventFile(
              path,
              FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
      file.write(event(now, 0).text(3, "brain.Event:2"));
      return file;
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /// Where the file is.
  public Path path() {
    return path;
  }

  /// Writes one value of a metric; TensorBoard keeps it as a 32-bit float.
  public void scalar(String tag, long step, double value) {
    Given.require("tag", tag);
    write(value(tag, step, new Protobuf().float32(2, (float) value)));
  }

  /// Writes a picture.
  ///
  /// @param png the picture as a PNG file
  public void image(String tag, long step, int width, int height, byte[] png) {
    Given.require("tag", tag);
    Given.require("png", png);
    var image = new Protobuf().varint(1, height).varint(2, width).varint(3, 3).bytes(4, png);
    write(value(tag, step, new Protobuf().message(4, image)));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /// `Event { wall_time = 1, step = 2, file_version = 3, summary = 5 }`.
  private static Protobuf event(Instant time, long step) {
    return new Protobuf().float64(1, time.toEpochMilli() / 1000.0).varint(2, step);
  }

  /// `Summary { repeated Value value = 1 }`, `Value { tag = 1, simple_value = 2, image = 4 }`.
  private static Protobuf value(String tag, long step, Protobuf content) {
    var value = new Protobuf().text(1, tag).append(content);
    return event(Instant.now(), step).message(5, new Protobuf().message(1, value));
  }

  private void write(Protobuf event) {
    var record = event.toByteArray();
    var frame = ByteBuffer.allocate(HEADER + record.length + FOOTER).order(ByteOrder.LITTLE_ENDIAN);
    frame.putLong(record.length).putInt(maskedCrc(frame.array(), 0, Long.BYTES));
    frame.put(record).putInt(maskedCrc(record, 0, record.length)).flip();
    try {
      while (frame.hasRemaining()) {
        channel.write(frame);
      }
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  /// The checksum of a TFRecord: CRC-32C turned right by 15 bits, plus a constant, so that a
  /// checksum of data that holds checksums is still a good one.
  static int maskedCrc(byte[] data, int offset, int length) {
    var crc = new CRC32C();
    crc.update(data, offset, length);
    return Integer.rotateRight((int) crc.getValue(), 15) + CRC_MASK;
  }

  private static StoreException failure(Path path, IOException e) {
    return new StoreException(TEXT.get("store.folder", path, Reason.of(e)), e);
  }
}
