package profundo.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import profundo.data.DataException;
import profundo.data.source.Sources;

class DigitPhotoTest {
  @TempDir Path folder;

  private Path photo(Color ground, Color ink, String format, int size) throws IOException {
    var image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    var g = image.createGraphics();
    g.setColor(ground);
    g.fillRect(0, 0, size, size);
    g.setColor(ink);
    g.setStroke(new BasicStroke(size / 20f));
    g.drawLine(size / 5, size / 6, size / 5, size / 2);
    g.dispose();
    var file = folder.resolve("one." + format);
    ImageIO.write(image, format, file.toFile());
    return file;
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "bmp", "gif"})
  void aStrokeIsCentredAndAsTallAsInMnist(String format) throws IOException {
    for (int size : new int[] {60, 400, 1500}) {
      for (boolean dark : new boolean[] {true, false}) {
        var light = new Color(0xe8e4da);
        var black = new Color(0x202028);
        var file = photo(dark ? light : black, dark ? black : light, format, size);
        var x = DigitPhoto.read(file).toFloatArray();
        assertThat(x[14 * 28 + 14]).isGreaterThan(0.4f);
        assertThat(x[0]).isZero();
        int tall = 0;
        for (int y = 0; y < 28; y++) {
          tall += x[y * 28 + 13] + x[y * 28 + 14] > 0.4 ? 1 : 0;
        }
        assertThat((double) tall).isCloseTo(20, within(1.0));
      }
    }
  }

  @Test
  void anMnistDigitComesBackAlmostAsItWas() throws IOException {
    var sources = new Sources(java.util.Map.of("PROFUNDO_DATA", "/none", "PROFUNDO_OFFLINE", "1"));
    var pixels = LabelledImages.mnist(sources).test().pixels();
    double difference = 0;
    for (int i = 0; i < 50; i++) {
      var digit = pixels.get(i).toByteArray();
      var image = new BufferedImage(280, 280, BufferedImage.TYPE_BYTE_GRAY);
      for (int p = 0; p < 280 * 280; p++) {
        int value = digit[p / 280 / 10 * 28 + p % 280 / 10] & 0xff;
        image.getRaster().setSample(p % 280, p / 280, 0, 255 - value);
      }
      var file = folder.resolve("digit.png");
      ImageIO.write(image, "png", file.toFile());
      var x = DigitPhoto.read(file).toFloatArray();
      for (int p = 0; p < 784; p++) {
        difference += Math.abs(x[p] - (digit[p] & 0xff) / 255.0) / 784 / 50;
      }
    }
    assertThat(difference).isLessThan(0.04);
  }

  @Test
  void whatIsNoPhotoIsToldInOneSentence() throws IOException {
    var text = Files.writeString(folder.resolve("note.png"), "not a picture");
    assertThatThrownBy(() -> DigitPhoto.read(text)).isInstanceOf(DataException.class);
    assertThatThrownBy(() -> DigitPhoto.read(folder.resolve("absent.png")))
        .isInstanceOf(DataException.class);
    var blank = photo(Color.WHITE, Color.WHITE, "png", 50);
    assertThatThrownBy(() -> DigitPhoto.read(blank)).isInstanceOf(DataException.class);
  }
}
