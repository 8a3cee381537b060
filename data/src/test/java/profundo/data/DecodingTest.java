package profundo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import profundo.data.image.DigitPhoto;
import profundo.data.image.ImageFile;
import profundo.data.sound.Wav;
import profundo.data.table.Table;
import profundo.data.text.Corpus;

class DecodingTest {
  @TempDir Path folder;

  private static int[] read(BufferedImage image, String format) throws IOException {
    return ImageFile.read(encoded(image, format), "picture").toIntArray();
  }

  private static byte[] encoded(BufferedImage image, String format) throws IOException {
    var bytes = new ByteArrayOutputStream();
    assertThat(ImageIO.write(image, format, bytes)).isTrue();
    return bytes.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
  void greyStaysTheGreyThatIsStored(int type) throws IOException {
    var image = new BufferedImage(3, 1, type);
    boolean wide = type == BufferedImage.TYPE_USHORT_GRAY;
    image.getRaster().setSample(1, 0, 0, wide ? 100 * 257 : 100);
    image.getRaster().setSample(2, 0, 0, wide ? 65535 : 255);
    assertThat(read(image, "png")).containsExactly(0, 100, 255, 0, 100, 255, 0, 100, 255);
  }

  @Test
  void aPaletteGivesItsColours() throws IOException {
    byte[] red = {0, (byte) 250};
    byte[] green = {10, 20};
    byte[] blue = {(byte) 200, 30};
    var palette = new IndexColorModel(1, 2, red, green, blue);
    var image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
    image.getRaster().setSample(1, 0, 0, 1);
    for (var format : new String[] {"png", "gif", "bmp"}) {
      assertThat(read(image, format)).containsExactly(0, 250, 10, 20, 200, 30);
    }
  }

  @Test
  void halfTransparentIsHalfWhite() throws IOException {
    var image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x80ff0000);
    assertThat(read(image, "png")).containsExactly(255, 127, 127);
  }

  @Test
  void fourColoursOfInkAreRead() throws IOException {
    var raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 32, 16, 4, null);
    for (int x = 16; x < 32; x++) {
      for (int y = 0; y < 16; y++) {
        raster.setSample(x, y, 3, 255);
      }
    }
    var bytes = new ByteArrayOutputStream();
    var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (var out = ImageIO.createImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(raster, null, null), null);
    } finally {
      writer.dispose();
    }
    var pixels = ImageFile.read(bytes.toByteArray(), "ink");
    assertThat(pixels.shape()).hasToString("[3, 16, 32]");
    assertThat(pixels.toIntArray()[8 * 32 + 4]).as("no ink").isGreaterThan(240);
    assertThat(pixels.toIntArray()[8 * 32 + 28]).as("black").isLessThan(70);
  }

  @ParameterizedTest(name = "orientation {0}")
  @CsvSource({
    "1, TL, TR",
    "2, TR, TL",
    "3, BR, BL",
    "4, BL, BR",
    "5, TL, BL",
    "6, BL, TL",
    "7, BR, TR",
    "8, TR, BR"
  })
  void aPhotoStandsUprightHoweverTheCameraWasHeld(int code, String dark, String grey)
      throws IOException {
    boolean turned = code >= 5;
    var stored = new BufferedImage(turned ? 32 : 64, turned ? 64 : 32, BufferedImage.TYPE_INT_RGB);
    var g = stored.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, 64, 64);
    fill(stored, g, dark, Color.BLACK);
    fill(stored, g, grey, Color.GRAY);
    for (var order : new ByteOrder[] {ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN}) {
      for (var photo :
          List.of(
              withOrientation(encoded(stored, "jpg"), code, order),
              pngWithOrientation(encoded(stored, "png"), code, order))) {
        var pixels = ImageFile.read(photo, "photo");
        assertThat(pixels.shape()).hasToString("[3, 32, 64]");
        var red = Arrays.copyOf(pixels.toIntArray(), 32 * 64);
        assertThat(red[8 * 64 + 16]).as("top left").isLessThan(20);
        assertThat(red[8 * 64 + 48]).as("top right").isBetween(110, 146);
        assertThat(red[24 * 64 + 16]).as("bottom left").isGreaterThan(235);
        assertThat(red[24 * 64 + 48]).as("bottom right").isGreaterThan(235);
      }
    }
  }

  private static void fill(BufferedImage image, java.awt.Graphics g, String corner, Color colour) {
    int width = image.getWidth() / 2;
    int height = image.getHeight() / 2;
    g.setColor(colour);
    g.fillRect(
        corner.charAt(1) == 'L' ? 0 : width, corner.charAt(0) == 'T' ? 0 : height, width, height);
  }

  private static byte[] withOrientation(byte[] jpeg, int code, ByteOrder order) {
    var photo = new ByteArrayOutputStream();
    photo.write(jpeg, 0, 2);
    photo.writeBytes(new byte[] {(byte) 0xff, (byte) 0xe1, 0, 34});
    photo.writeBytes("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
    photo.writeBytes(tiff(code, order));
    photo.write(jpeg, 2, jpeg.length - 2);
    return photo.toByteArray();
  }

  /// The chunk stands behind the header, which ends at byte 33 (PNG 3rd edition, section 11.3.3.7).
  private static byte[] pngWithOrientation(byte[] png, int code, ByteOrder order) {
    var tiff = tiff(code, order);
    var chunk = ByteBuffer.allocate(4 + tiff.length);
    chunk.put("eXIf".getBytes(StandardCharsets.US_ASCII)).put(tiff);
    var sum = new CRC32();
    sum.update(chunk.array());
    var photo = ByteBuffer.allocate(png.length + chunk.capacity() + 8);
    photo.put(png, 0, 33).putInt(tiff.length).put(chunk.array()).putInt((int) sum.getValue());
    return photo.put(png, 33, png.length - 33).array();
  }

  private static byte[] tiff(int code, ByteOrder order) {
    var tiff = ByteBuffer.allocate(26).order(order);
    tiff.putShort((short) (order == ByteOrder.BIG_ENDIAN ? 0x4d4d : 0x4949));
    tiff.putShort((short) 42).putInt(8).putShort((short) 1);
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) code);
    return tiff.array();
  }

  @Test
  void aHeadersLieAboutAPicturesSizeCostsNoMemory() throws IOException {
    var png = encoded(new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY), "png");
    for (int size : new int[] {20_000, 2_000_000}) {
      var header = ByteBuffer.wrap(png.clone());
      header.putInt(16, size).putInt(20, size);
      var sum = new java.util.zip.CRC32();
      sum.update(header.array(), 12, 17);
      header.putInt(29, (int) sum.getValue());
      assertThatThrownBy(() -> ImageFile.read(header.array(), "liar"))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("liar");
    }
  }

  @Test
  void aDotIsAPictureAndNoDigit() throws IOException {
    var image = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
    assertThat(read(image, "png")).containsExactly(0, 0, 0);
    var file = Files.write(folder.resolve("dot.png"), encoded(image, "png"));
    assertThatThrownBy(() -> DigitPhoto.read(file)).isInstanceOf(DataException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 64})
  void soundOfFractionsIsReadWithOddChunksAround(int bits) {
    var data = ByteBuffer.allocate(2 * bits / 8).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : new float[] {-0.25f, 1.5f}) {
      var _ = bits == 32 ? data.putFloat(value) : data.putDouble(value);
    }
    var sound = Wav.read(new ByteArrayInputStream(wav(3, bits, false, data.array())), "odd");
    assertThat(sound.samples().toFloatArray()).containsExactly(-0.25f, 1.5f);
  }

  @Test
  void theExtensibleHeaderIsUnderstood() {
    byte[] data = {0, 0, 0x40, 0, 0, (byte) 0xc0};
    var sound = Wav.read(new ByteArrayInputStream(wav(1, 24, true, data)), "extensible");
    assertThat(sound.rate()).isEqualTo(16_000);
    assertThat(sound.samples().toFloatArray())
        .usingComparatorWithPrecision(1e-6f)
        .containsExactly(0.5f, -0.5f);
  }

  @Test
  void soundThatIsCompressedOrNoNumberIsRefused() {
    for (var bytes :
        new byte[][] {
          wav(7, 8, false, new byte[4]),
          wav(3, 32, false, new byte[] {0, 0, (byte) 0xc0, 0x7f}),
          "MThd\0\0\0\6\0\0\0\1\0\140".getBytes(StandardCharsets.ISO_8859_1)
        }) {
      assertThatThrownBy(() -> Wav.read(new ByteArrayInputStream(bytes), "refused"))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("refused");
    }
  }

  /// One channel at 16 kHz, with a chunk of odd length that nobody knows before the sound.
  private static byte[] wav(int tag, int bits, boolean extensible, byte[] data) {
    int header = extensible ? 40 : 16;
    var wav = ByteBuffer.allocate(12 + 8 + header + 12 + 8 + data.length);
    wav.order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(wav.capacity() - 8);
    wav.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(header);
    wav.putShort((short) (extensible ? 0xfffe : tag)).putShort((short) 1).putInt(16_000);
    wav.putInt(16_000 * bits / 8).putShort((short) (bits / 8)).putShort((short) bits);
    if (extensible) {
      wav.putShort((short) 22).putShort((short) bits).putInt(4).putShort((short) tag);
      wav.put(
          new byte[] {
            0, 0, 0, 0, 0x10, 0, (byte) 0x80, 0, 0, (byte) 0xaa, 0, 0x38, (byte) 0x9b, 0x71
          });
    }
    wav.put("odd ".getBytes(StandardCharsets.US_ASCII)).putInt(3).put(new byte[4]);
    wav.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(data.length).put(data);
    return wav.array();
  }

  @Test
  void aTableMayHaveAMarkWindowsLinesAndBlankOnes() throws IOException {
    var file = Files.writeString(folder.resolve("a.csv"), "\uFEFFx,y\r\n1,\"a\nb\"\r\n\r\n2,\r\n");
    var table = Table.read(file);
    assertThat(table.header()).containsExactly("x", "y");
    assertThat(table.column("y")).containsExactly("a\nb", "");
    assertThat(table.numbers("x").toDoubleArray()).containsExactly(1, 2);
    assertThatThrownBy(() -> table.numbers("y")).hasMessageContaining("a.csv");
    Files.write(file, new byte[] {'x', '\n', (byte) 0xe9, '\n'});
    assertThatThrownBy(() -> Table.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("UTF-8", "2");
    Files.writeString(file, "");
    assertThatThrownBy(() -> Table.read(file)).isInstanceOf(DataException.class);
  }

  @Test
  void aMarkBeforeATextIsNoPartOfIt() throws IOException {
    var file = Files.writeString(folder.resolve("a.txt"), "\uFEFFab");
    assertThat(Corpus.read(file)).hasToString("ab");
    Files.writeString(file, "");
    assertThatThrownBy(() -> Corpus.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("a.txt");
    assertThat(Corpus.read(Files.writeString(file, "é\r\n")).length())
        .as("the lines of a text are left as they are")
        .isEqualTo(3);
  }

  @Test
  void inkOfHalfTheDarknessIsHalfAsStrong() throws IOException {
    var image = new BufferedImage(30, 30, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 900; i++) {
      boolean ink = i % 30 > 9 && i % 30 < 20 && i > 60 && i < 840;
      image.getRaster().setSample(i % 30, i / 30, 0, ink ? i / 30 < 15 ? 0 : 128 : 255);
    }
    var file = Files.write(folder.resolve("a.png"), encoded(image, "png"));
    var x = DigitPhoto.read(file).toFloatArray();
    float most = 0;
    for (int row = 0; row < 28; row++) {
      most = Math.max(most, x[row * 28 + 14]);
    }
    assertThat(most).isEqualTo(1f);
    assertThat(x[22 * 28 + 14]).as("half as dark").isCloseTo(0.5f, within(0.03f));
  }

  /// Its text chunk unpacks to a gigabyte.
  @Test
  void whatAPictureSaysInWordsIsNotUnpacked() throws IOException {
    var png = encoded(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), "png");
    var text = new ByteArrayOutputStream();
    text.writeBytes("zTXtComment\0\0".getBytes(StandardCharsets.US_ASCII));
    try (var packed = new DeflaterOutputStream(text, new Deflater(Deflater.BEST_SPEED))) {
      for (int i = 0; i < 1 << 10; i++) {
        packed.write(new byte[1 << 20]);
      }
    }
    var sum = new CRC32();
    sum.update(text.toByteArray());
    var bomb = ByteBuffer.allocate(png.length + text.size() + 8);
    bomb.put(png, 0, 33).putInt(text.size() - 4).put(text.toByteArray());
    bomb.putInt((int) sum.getValue()).put(png, 33, png.length - 33);
    assertThat(ImageFile.read(bomb.array(), "bomb").shape()).hasToString("[3, 4, 4]");
  }

  /// Transparency of one colour (tRNS) stands in a chunk of its own.
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aTransparentColourIsWhite(boolean palette) throws IOException {
    var black = new byte[] {0, 60};
    var image =
        palette
            ? new BufferedImage(
                2,
                1,
                BufferedImage.TYPE_BYTE_INDEXED,
                new IndexColorModel(8, 2, black, black, black, 0))
            : new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    image.getRaster().setSample(1, 0, 0, palette ? 1 : 60);
    var png = encoded(image, "png");
    if (!palette) {
      var chunk = ByteBuffer.allocate(10).put("tRNS".getBytes(StandardCharsets.US_ASCII));
      var sum = new CRC32();
      sum.update(chunk.array());
      var whole = ByteBuffer.allocate(png.length + 18);
      whole.put(png, 0, 33).putInt(6).put(chunk.array()).putInt((int) sum.getValue());
      png = whole.put(png, 33, png.length - 33).array();
    }
    var pixels = ImageFile.read(png, "transparent").toIntArray();
    assertThat(pixels[0]).as("transparent").isEqualTo(255);
    assertThat(pixels[1]).as("opaque").isEqualTo(60);
  }
}
