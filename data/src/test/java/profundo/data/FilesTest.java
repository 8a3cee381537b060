package profundo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import profundo.data.image.ImageFile;
import profundo.data.sound.Wav;
import profundo.data.table.Table;

public class FilesTest {
  @TempDir Path folder;

  @Test
  void aPictureIsItsBytesWhateverTheFormat() throws IOException {
    var image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, 0xff8040);
    image.setRGB(2, 1, 0x0000ff);
    for (var format : new String[] {"png", "bmp", "ppm"}) {
      var file = folder.resolve("a." + format);
      if (format.equals("ppm")) {
        Files.write(file, ppm(image));
      } else {
        assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
      }
      var pixels = ImageFile.read(file);
      assertThat(pixels.shape()).hasToString("[3, 2, 3]");
      assertThat(pixels.toIntArray())
          .as(format)
          .containsExactly(255, 0, 0, 0, 0, 0, 128, 0, 0, 0, 0, 0, 64, 0, 0, 0, 0, 255);
    }
  }

  @Test
  void whatIsTransparentIsWhite() throws IOException {
    var image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    ImageIO.write(image, "png", folder.resolve("a.png").toFile());
    assertThat(ImageFile.read(folder.resolve("a.png")).toIntArray()).containsOnly(255);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "ppm"})
  void aDamagedPictureIsNamedAndEndsNothingElse(String format) throws IOException {
    var image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
    var bytes = new ByteArrayOutputStream();
    if (format.equals("ppm")) {
      bytes.write(ppm(image));
    } else {
      ImageIO.write(image, format, bytes);
    }
    var file = folder.resolve("a." + format);
    var random = new Random(9);
    for (int trial = 0; trial < 60; trial++) {
      var damaged = bytes.toByteArray();
      damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
      if (damaged.length > 0) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      }
      Files.write(file, damaged);
      try {
        assertThat(ImageFile.read(file).size(0)).isEqualTo(3);
      } catch (DataException e) {
        assertThat(e).hasMessageContaining("a." + format);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 24, 32})
  void soundIsBetweenMinusOneAndOneWhateverItsWidth(int bits) throws IOException {
    var file = folder.resolve("a.wav");
    Files.write(file, wav(bits, new double[] {0, 0.5, -1, 0.25}));
    var sound = Wav.read(file);
    assertThat(sound.rate()).isEqualTo(8000);
    assertThat(sound.samples().shape()).hasToString("[2, 2]");
    var values = sound.samples().toFloatArray();
    float[] expected = {0, -1, 0.5f, 0.25f};
    for (int i = 0; i < 4; i++) {
      assertThat(values[i]).isCloseTo(expected[i], within(0.01f));
    }
  }

  @Test
  void soundThatIsCutShortIsNamed() throws IOException {
    var file = folder.resolve("a.wav");
    var bytes = wav(16, new double[400]);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 100));
    assertThatThrownBy(() -> Wav.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a.wav");
  }

  @Test
  void aTableGivesColumnsAndNumbers() throws IOException {
    var file = folder.resolve("a.csv");
    Files.writeString(file, "name,x,y\n\"Ñ, \"\"q\"\"\",1,-2.5\nb, 3 ,4e2\n");
    var table = Table.read(file);
    assertThat(table.column("name")).containsExactly("Ñ, \"q\"", "b");
    assertThat(table.numbers("y", "x").toDoubleArray()).containsExactly(-2.5, 1, 400, 3);
    var tsv = folder.resolve("a.tsv");
    Files.writeString(tsv, "x\ty\n1\t2\n");
    assertThat(Table.read(tsv).numbers("y").toDoubleArray()).containsExactly(2);
  }

  @Test
  void aWrongFieldIsFoundByLineAndColumn() throws IOException {
    var file = folder.resolve("a.csv");
    Files.writeString(file, "x,y\n1,2\n3,many\n");
    assertThatThrownBy(() -> Table.read(file).numbers("y"))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("a.csv", "3", "y", "many");
    assertThatThrownBy(() -> Table.read(file).column("z")).hasMessageContaining("x, y");
    Files.writeString(file, "x,y\n1\n");
    assertThatThrownBy(() -> Table.read(file)).isInstanceOf(DataException.class);
  }

  private static byte[] ppm(BufferedImage image) throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.write(
        "P6\n%d %d\n255\n"
            .formatted(image.getWidth(), image.getHeight())
            .getBytes(StandardCharsets.US_ASCII));
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        int rgb = image.getRGB(x, y);
        bytes.write(new byte[] {(byte) (rgb >> 16), (byte) (rgb >> 8), (byte) rgb});
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] wav(int bits, double[] values) throws IOException {
    return wav(bits, 2, values);
  }

  /// A WAV file at 8 kHz, the channels in turns.
  public static byte[] wav(int bits, int channels, double[] values) throws IOException {
    var data = new ByteArrayOutputStream();
    for (double value : values) {
      long level = Math.round(value * ((1L << bits - 1) - 1));
      for (int shift = 0; shift < bits; shift += 8) {
        data.write((int) (bits == 8 ? level + 128 : level >> shift));
      }
    }
    var format = new AudioFormat(8000, bits, channels, bits > 8, false);
    var frames = values.length / channels;
    var file = new ByteArrayOutputStream();
    AudioSystem.write(
        new AudioInputStream(new ByteArrayInputStream(data.toByteArray()), format, frames),
        AudioFileFormat.Type.WAVE,
        file);
    return file.toByteArray();
  }
}
