package profundo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import profundo.data.sound.Wav;

class WavSizesTest {
  private static final double[] VALUES = {0, 0.5, -1, 0.25, 0.75, -0.5};

  private static byte[] wav(long whole, long data) throws IOException {
    var bytes = FilesTest.wav(16, 1, VALUES);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(4, (int) whole)
        .putInt(40, (int) data);
    return bytes;
  }

  private static Wav read(byte[] bytes) {
    return Wav.read(new ByteArrayInputStream(bytes), "piped.wav");
  }

  /// What ffmpeg, SoX, arecord and Python's wave leave in a header that they cannot return to.
  @ParameterizedTest
  @CsvSource({
    "4294967295, 4294967295",
    "0, 0",
    "36, 0",
    "2147479588, 2147479552",
    "2147483684, 2147483648",
    "4294967295, 0"
  })
  void soundOfAPipeGoesOnToTheFilesEnd(long whole, long data) throws IOException {
    var sound = read(wav(whole, data));
    assertThat(sound.samples().shape()).hasToString("[1, 6]");
    assertThat(sound.samples().toFloatArray())
        .isEqualTo(read(FilesTest.wav(16, 1, VALUES)).samples().toFloatArray());
  }

  @Test
  void soundThatHasLessThanItsSizeIsNamed() throws IOException {
    for (int data : new int[] {14, 100, 1000, 1 << 30}) {
      assertThatThrownBy(() -> read(wav(36 + data, data)))
          .as(data + " bytes")
          .isInstanceOf(DataException.class)
          .hasMessageContaining("piped.wav");
    }
  }

  @Test
  void whatFollowsTheSoundIsNoSound() throws IOException {
    var bytes = Arrays.copyOf(wav(48, 12), 44 + 12 + 12);
    assertThat(read(bytes).samples().shape()).hasToString("[1, 6]");
    var empty = Arrays.copyOf(wav(36 + 12, 0), 44 + 12);
    assertThat(read(empty).samples().shape()).hasToString("[1, 0]");
  }
}
