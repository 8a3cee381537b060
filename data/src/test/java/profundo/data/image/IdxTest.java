package profundo.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import profundo.data.DataException;
import profundo.tensor.Tensor;

class IdxTest {
  private static final byte[] TWO_BY_THREE = {
    0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, (byte) 250
  };

  private static Tensor read(byte... bytes) {
    return Idx.read(new ByteArrayInputStream(bytes), "digits.idx");
  }

  private static byte[] packed(byte... bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  @Test
  void sizesAndBytesAreReadPlainAndPacked() throws IOException {
    for (var bytes : new byte[][] {TWO_BY_THREE, packed(TWO_BY_THREE)}) {
      try (var tensor = read(bytes)) {
        assertThat(tensor.shape().toArray()).containsExactly(2, 3);
        assertThat(tensor.toIntArray()).containsExactly(1, 2, 3, 4, 5, 250);
      }
    }
  }

  @Test
  void aFileCutAnywhereIsRefusedInOneSentence() throws IOException {
    for (var whole : new byte[][] {TWO_BY_THREE, packed(TWO_BY_THREE)}) {
      for (int length = 0; length < whole.length; length++) {
        var cut = Arrays.copyOf(whole, length);
        assertThatThrownBy(() -> read(cut))
            .isInstanceOf(DataException.class)
            .hasMessageContaining("digits.idx");
      }
    }
  }

  @Test
  void aFileThatGoesOnIsRefused() {
    assertThatThrownBy(() -> read(Arrays.copyOf(TWO_BY_THREE, 19)))
        .isInstanceOf(DataException.class);
  }

  @Test
  void aHeaderThatPromisesTooMuchCostsNoMemory() {
    byte[] liar = {0, 0, 8, 2, 0, 0, 127, 127, 0, 0, 127, 127, 1};
    assertThatThrownBy(() -> read(liar)).isInstanceOf(DataException.class);
  }

  @Test
  void randomDamageIsASentenceOrATensorNeverAnotherError() throws IOException {
    var random = new Random(11);
    for (int i = 0; i < 2000; i++) {
      var bytes = i % 2 == 0 ? TWO_BY_THREE.clone() : packed(TWO_BY_THREE);
      for (int k = 0; k < 3; k++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      parses(bytes);
    }
  }

  private static void parses(byte... bytes) {
    try (var tensor = read(bytes)) {
      assertThat(tensor.numel()).isNotNegative();
    } catch (DataException e) {
      assertThat(e).hasMessageContaining("digits.idx");
    }
  }
}
