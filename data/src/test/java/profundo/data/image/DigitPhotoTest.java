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
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import profundo.data.DataException;
import profundo.data.source.Sources;

class DigitPhotoTest {
  private static final int DIGITS = 200;

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
    var digits = digits();
    double difference = 0;
    for (int i = 0; i < 50; i++) {
      var digit = digits.get(i);
      var image = sheet(280, 280, 255);
      put(digit, image, 10, 0, 0);
      var x = DigitPhoto.read(written(image)).toFloatArray();
      for (int p = 0; p < 784; p++) {
        difference += Math.abs(x[p] - (digit[p] & 0xff) / 255.0) / 784 / 50;
      }
    }
    assertThat(difference).isLessThan(0.04);
  }

  private static List<byte[]> digits() {
    var sources = new Sources(java.util.Map.of("PROFUNDO_DATA", "/none", "PROFUNDO_OFFLINE", "1"));
    var pixels = LabelledImages.mnist(sources).test().pixels();
    return IntStream.range(0, DIGITS).mapToObj(i -> pixels.get(i).toByteArray()).toList();
  }

  private static BufferedImage sheet(int width, int height, int grey) {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int p = 0; p < width * height; p++) {
      image.getRaster().setSample(p % width, p / width, 0, grey);
    }
    return image;
  }

  /// Draws a digit of MNIST dark on a sheet, each of its pixels so many wide.
  private static void put(byte[] digit, BufferedImage image, int scale, int left, int top) {
    for (int p = 0; p < 28 * 28 * scale * scale; p++) {
      int x = p % (28 * scale);
      int y = p / (28 * scale);
      int ink = digit[y / scale * 28 + x / scale] & 0xff;
      int ground = image.getRaster().getSample(left + x, top + y, 0);
      image.getRaster().setSample(left + x, top + y, 0, Math.max(0, ground - ink));
    }
  }

  private Path written(BufferedImage image) throws IOException {
    var file = folder.resolve("digit.png");
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  /// A light from the side, and the digit in a corner.
  @Test
  void aDigitOnAShadedSheetIsReadAsOnAWhiteOne() throws IOException {
    double difference = 0;
    for (var digit : digits().subList(0, 20)) {
      var white = sheet(200, 160, 255);
      put(digit, white, 3, 100, 60);
      var expected = DigitPhoto.read(written(white)).toFloatArray();
      var shaded = sheet(200, 160, 255);
      for (int p = 0; p < 200 * 160; p++) {
        int light = 255 - p % 200 / 3 - p / 200 / 4;
        shaded.getRaster().setSample(p % 200, p / 200, 0, light);
      }
      put(digit, shaded, 3, 100, 60);
      var file = written(shaded);
      var x = DigitPhoto.read(file).toFloatArray();
      for (int p = 0; p < 784; p++) {
        difference += Math.abs(x[p] - expected[p]) / 784 / 20;
      }
    }
    assertThat(difference).isLessThan(0.03);
  }

  @Test
  void hardlyAnyDigitOfMnistIsDoubted() throws IOException {
    int doubted = 0;
    for (var digit : digits()) {
      var image = sheet(112, 112, 255);
      put(digit, image, 4, 0, 0);
      doubted += DigitPhoto.doubts(written(image)).isEmpty() ? 0 : 1;
    }
    assertThat(doubted).isLessThan(DIGITS / 50);
  }

  @Test
  void numbersFramesAndDigitsThatAreCutOffAreDoubted() throws IOException {
    var digits = digits();
    int several = 0;
    int cut = 0;
    for (int i = 1; i < digits.size(); i++) {
      var number = sheet(120, 60, 255);
      put(digits.get(i - 1), number, 2, 4, 2);
      put(digits.get(i), number, 2, 60, 2);
      several += DigitPhoto.doubts(written(number)).contains(DigitDoubt.SEVERAL) ? 1 : 0;
      var framed = sheet(76, 76, 255);
      put(digits.get(i), framed, 2, 10, 10);
      for (int p = 0; p < 76 * 76; p++) {
        if (Math.min(Math.min(p % 76, 75 - p % 76), Math.min(p / 76, 75 - p / 76)) < 5) {
          framed.getRaster().setSample(p % 76, p / 76, 0, 0);
        }
      }
      assertThat(DigitPhoto.doubts(written(framed))).contains(DigitDoubt.FILLED);
      var whole = sheet(56, 56, 255);
      put(digits.get(i), whole, 2, 0, 0);
      var upper = whole.getSubimage(0, 0, 56, 28);
      cut += DigitPhoto.doubts(written(upper)).contains(DigitDoubt.BORDER) ? 1 : 0;
    }
    assertThat(several).isGreaterThan((DIGITS - 1) * 95 / 100);
    assertThat(cut).isGreaterThan((DIGITS - 1) * 9 / 10);
  }

  @ParameterizedTest
  @CsvSource({"60, 20, WIDE", "4, 8, SMALL"})
  void whatIsTooWideOrTooSmallIsDoubted(int width, int height, DigitDoubt doubt)
      throws IOException {
    var image = sheet(100, 100, 255);
    for (int x = 0; x < width; x++) {
      image.getRaster().setSample(20 + x, 40, 0, 0);
      image.getRaster().setSample(20 + x, 40 + height - 1, 0, 0);
    }
    for (int y = 0; y < height; y++) {
      image.getRaster().setSample(20, 40 + y, 0, 0);
    }
    assertThat(DigitPhoto.doubts(written(image))).containsExactly(doubt);
  }

  @Test
  void aDigitInPencilIsDoubted() throws IOException {
    var file = photo(new Color(250, 250, 250), new Color(210, 210, 210), "png", 200);
    assertThat(DigitPhoto.doubts(file)).containsExactly(DigitDoubt.FAINT);
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
