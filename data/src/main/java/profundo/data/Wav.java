package profundo.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sound.sampled.AudioFormat.Encoding;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import profundo.tensor.Tensor;

/// Reads sound: WAV files of 8, 16, 24 or 32 bits (PCM).
///
/// @param samples `[channels, length]`, −1 to 1
/// @param rate samples a second
public record Wav(Tensor samples, int rate) {
  /// The sound in a file.
  ///
  /// @throws DataException if it is none, is cut short, or is compressed
  public static Wav read(Path file) {
    try (var bytes = Files.newInputStream(file)) {
      return read(bytes, file.toString());
    } catch (IOException e) {
      throw new DataException(e, "unreadable", file, Sources.reason(e));
    }
  }

  /// As [#read(Path)] from a stream; `name` is what errors call it.
  public static Wav read(InputStream stream, String name) {
    try (var sound = AudioSystem.getAudioInputStream(new BufferedInputStream(stream))) {
      var format = sound.getFormat();
      int bits = format.getSampleSizeInBits();
      var encoding = format.getEncoding();
      boolean pcm = encoding.equals(Encoding.PCM_SIGNED) || encoding.equals(Encoding.PCM_UNSIGNED);
      if (!pcm || bits % 8 != 0 || bits < 8 || bits > 32 || format.getChannels() < 1) {
        throw new DataException("notSound", name, format.toString());
      }
      var bytes = sound.readAllBytes();
      int frame = format.getChannels() * bits / 8;
      long frames = sound.getFrameLength();
      if (frames >= 0 && bytes.length < frames * frame || bytes.length % frame != 0) {
        throw new DataException("short", name);
      }
      var order = format.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
      boolean signed = encoding.equals(Encoding.PCM_SIGNED);
      return new Wav(
          samples(ByteBuffer.wrap(bytes).order(order), format.getChannels(), bits / 8, signed),
          Math.round(format.getSampleRate()));
    } catch (UnsupportedAudioFileException | IOException | IllegalArgumentException e) {
      throw new DataException(e, "notSound", name, String.valueOf(e.getMessage()));
    }
  }

  private static Tensor samples(ByteBuffer bytes, int channels, int width, boolean signed) {
    int length = bytes.remaining() / (channels * width);
    var values = new float[channels * length];
    double full = 1L << 8 * width - 1;
    for (int i = 0; i < channels * length; i++) {
      double value = signed ? integer(bytes, width) : (bytes.get() & 0xff) - 128;
      values[i % channels * length + i / channels] = (float) (value / full);
    }
    return Tensor.of(values, channels, length);
  }

  private static int integer(ByteBuffer bytes, int width) {
    return switch (width) {
      case 1 -> bytes.get();
      case 2 -> bytes.getShort();
      case 4 -> bytes.getInt();
      default -> {
        int first = bytes.get() & 0xff;
        int second = bytes.get() & 0xff;
        int third = bytes.get() & 0xff;
        yield bytes.order() == ByteOrder.BIG_ENDIAN
            ? (byte) first << 16 | second << 8 | third
            : (byte) third << 16 | second << 8 | first;
      }
    };
  }
}
