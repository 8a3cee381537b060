package profundo.data.sound;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;
import profundo.base.Given;
import profundo.data.DataException;
import profundo.data.shared.FileKind;
import profundo.data.shared.Ranges;
import profundo.data.shared.Reading;
import profundo.data.shared.Refusal;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// Reads sound: WAV files of whole numbers of 8, 16, 24 or 32 bits, or of floating-point ones of 32
/// or 64. Where a program wrote to a pipe and could not know the sizes, the sound goes on to the
/// file's end.
///
/// @param samples `[channels, length]`, −1 to 1 (floating-point files may go beyond)
/// @param rate samples a second
public record Wav(Tensor samples, int rate) {
  /// Java's stream never ends where a frame is larger than the buffer that it is read into.
  private static final int LARGEST_FRAME = 1 << 13;

  /// The sound in a file.
  ///
  /// @throws DataException if it is none, is cut short, or is compressed
  public static Wav read(Path file) {
    Given.require("file", file);
    return Reading.of(file, FileKind.Wish.SOUND, in -> parse(in, file.toString()));
  }

  /// As [#read(Path)] from a stream; `name` is what errors call it.
  public static Wav read(InputStream stream, String name) {
    Given.require("stream", stream);
    Given.require("name", name);
    return Reading.of(stream, name, FileKind.Wish.SOUND, in -> parse(in, name));
  }

  /// The mean of the channels, at another rate: `[length]`.
  ///
  /// @param rate samples a second, 1 or more
  public Tensor mono(int rate) {
    Ranges.positive("rate", rate);
    try (var scope = Scope.open()) {
      var mean = samples.mean(0);
      return scope.keep(
          rate == this.rate
              ? mean
              : Tensor.of(Resampling.of(mean.toFloatArray(), this.rate, rate)));
    }
  }

  /// A WAV file of whole numbers of 16 bits; what is beyond −1 to 1 is cut off.
  public byte[] bytes() {
    int channels = Math.toIntExact(samples.size(0));
    var values = samples.transpose(0, 1).contiguous().toFloatArray();
    var content = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      content.putShort((short) Math.round(Math.clamp(value, -1f, 1f) * Short.MAX_VALUE));
    }
    var format = new AudioFormat(rate, 16, channels, true, false);
    var file = new ByteArrayOutputStream();
    try (var sound =
        new AudioInputStream(
            new ByteArrayInputStream(content.array()), format, values.length / channels)) {
      AudioSystem.write(sound, AudioFileFormat.Type.WAVE, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toByteArray();
  }

  private static Wav parse(InputStream in, String name) throws IOException {
    checkIsWav(in, name);
    var bytes = Reading.all(in, name);
    RiffSizes.complete(bytes);
    try (var sound = AudioSystem.getAudioInputStream(new ByteArrayInputStream(bytes))) {
      return read(sound, name);
    } catch (UnsupportedAudioFileException | IOException | IllegalArgumentException e) {
      throw Refusal.of(e, "notSound", name, Refusal.reason(e));
    }
  }

  /// Java would also play what is no WAV file, such as music for a synthesizer.
  private static void checkIsWav(InputStream stream, String name) throws IOException {
    stream.mark(12);
    var begin = new String(stream.readNBytes(12), StandardCharsets.ISO_8859_1);
    stream.reset();
    if (!begin.startsWith("RIFF") || !begin.endsWith("WAVE")) {
      throw Refusal.of("notSound", name, "RIFF");
    }
  }

  private static Wav read(AudioInputStream sound, String name) throws IOException {
    var format = sound.getFormat();
    int width = format.getSampleSizeInBits() / 8;
    int frame = format.getChannels() * width;
    if (!isPcm(format) || frame != format.getFrameSize() || frame > LARGEST_FRAME) {
      throw Refusal.of("notSound", name, format.toString());
    }
    var bytes = sound.readAllBytes();
    long frames = sound.getFrameLength();
    if ((frames >= 0 && bytes.length < frames * frame) || bytes.length % frame != 0) {
      throw Refusal.of("short", name);
    }
    var content = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    boolean fractions = format.getEncoding().equals(Encoding.PCM_FLOAT);
    int channels = format.getChannels();
    int length = bytes.length / frame;
    var values = new float[channels * length];
    for (int i = 0; i < values.length; i++) {
      float value = fractions ? fraction(content, width) : integer(content, width);
      if (!Float.isFinite(value)) {
        throw Refusal.of("notSound", name, Float.toString(value));
      }
      values[i % channels * length + i / channels] = value;
    }
    return new Wav(Tensor.of(values, channels, length), Math.round(format.getSampleRate()));
  }

  private static boolean isPcm(AudioFormat format) {
    int bits = format.getSampleSizeInBits();
    var encoding = format.getEncoding();
    if (format.getChannels() < 1 || bits % 8 != 0 || (format.isBigEndian() && bits > 8)) {
      return false;
    }
    return encoding.equals(Encoding.PCM_FLOAT)
        ? bits == 32 || bits == 64
        : encoding.equals(bits == 8 ? Encoding.PCM_UNSIGNED : Encoding.PCM_SIGNED)
            && bits >= 8
            && bits <= 32;
  }

  private static float fraction(ByteBuffer bytes, int width) {
    return width == 4 ? bytes.getFloat() : (float) bytes.getDouble();
  }

  private static float integer(ByteBuffer bytes, int width) {
    double full = 1L << 8 * width - 1;
    int value =
        switch (width) {
          case 1 -> (bytes.get() & 0xff) - 128;
          case 2 -> bytes.getShort();
          case 4 -> bytes.getInt();
          default -> (bytes.get() & 0xff) | (bytes.get() & 0xff) << 8 | bytes.get() << 16;
        };
    return (float) (value / full);
  }
}
