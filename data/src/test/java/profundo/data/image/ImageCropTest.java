package profundo.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import profundo.base.ProfundoException;
import profundo.data.DataException;
import profundo.data.Dataset;
import profundo.data.Loader;
import profundo.tensor.Scope;

/// Pictures of unequal sizes become what a net reads.
class ImageCropTest {
  @TempDir Path folder;

  /// Red grows by one from column to column, green from row to row.
  private Path ramp(String name, int width, int height) throws IOException {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, (i % width) << 16 | (i / width) << 8);
    }
    return written(name, image, "png");
  }

  private Path written(String name, BufferedImage image, String format) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, format, file.toFile());
    return file;
  }

  private static List<Integer> bytes(ImageCrop crop, Path file) {
    var values = crop.read(file).mul(255).flatten(0).toFloatArray();
    var bytes = new ArrayList<Integer>();
    for (float value : values) {
      bytes.add(Math.round(value));
    }
    return bytes;
  }

  /// Of 8×4 pixels the middle 4×4, halved: the mean of two columns and of two rows.
  @Test
  void itsMiddleIsScaledWithItsProportionsKept() throws IOException {
    try (var _ = Scope.open()) {
      var wide = bytes(new ImageCrop(3, 2, 2), ramp("wide.png", 8, 4));
      assertThat(wide).startsWith(2, 4, 2, 4, 0, 0, 2, 2);
      var tall = bytes(new ImageCrop(3, 2, 2), ramp("tall.png", 4, 8));
      assertThat(tall).startsWith(0, 2, 0, 2, 2, 2, 4, 4);
      var oblong = bytes(new ImageCrop(3, 2, 4), ramp("oblong.png", 8, 4));
      assertThat(oblong).startsWith(0, 2, 4, 6, 0, 2, 4, 6);
    }
  }

  @Test
  void aMarginIsCutOffAroundTheMiddle() throws IOException {
    try (var _ = Scope.open()) {
      assertThat(bytes(new ImageCrop(3, 2, 2, 2), ramp("a.png", 4, 4)))
          .startsWith(1, 2, 1, 2, 1, 1, 2, 2);
    }
  }

  /// A strip of 250 by 1 would become 500 pixels wide; its middle is all that counts.
  @Test
  void ofAStripTheMiddleIsRead() throws IOException {
    try (var _ = Scope.open()) {
      var strip = ramp("strip.png", 250, 1);
      assertThat(bytes(new ImageCrop(3, 2, 2), strip)).startsWith(124, 125, 124, 125);
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 4, 4, 0", "3, 0, 4, 0", "3, 4, 5000, 0", "1, 4, 4, -1"})
  void whatIsNoSizeIsRefused(int channels, int height, int width, int margin) {
    assertThatThrownBy(() -> new ImageCrop(channels, height, width, margin))
        .isInstanceOf(ProfundoException.class);
  }

  private void photos(int count) throws IOException {
    var random = new Random(7);
    for (int i = 0; i < count; i++) {
      var image =
          new BufferedImage(
              9 + random.nextInt(20), 9 + random.nextInt(20), BufferedImage.TYPE_INT_RGB);
      for (int at = 0; at < image.getWidth() * image.getHeight(); at++) {
        image.setRGB(at % image.getWidth(), at / image.getWidth(), random.nextInt());
      }
      written("pets/" + (i % 2 == 0 ? "cats/" : "dogs/") + i + ".png", image, "png");
    }
  }

  private static List<float[]> batches(Dataset images, int workers, int epoch) {
    var all = new ArrayList<float[]>();
    try (var loader = new Loader(images, o -> o.batch(5).shuffle(3).workers(workers));
        var _ = Scope.open()) {
      loader.epoch(epoch).forEach(batch -> all.add(batch.x().toFloatArray()));
    }
    return all;
  }

  @Test
  void whatTheLoaderDecodesIsWhatASingleFileGives() throws IOException {
    photos(12);
    var crop = new ImageCrop(3, 8, 8, 1);
    var input = new ImageInput(o -> o.normalise(0.4, 0.2));
    try (var _ = Scope.open()) {
      var pets = ImageFolder.read(folder.resolve("pets"), crop, o -> {}).images();
      assertThat(pets.isInFiles()).isTrue();
      var first = folder.resolve("pets/cats/0.png");
      assertThat(pets.picture(0).toFloatArray()).isEqualTo(crop.read(first).toFloatArray());
      try (var loader = new Loader(input.of(pets), o -> o.batch(1))) {
        var seen = loader.epoch(0).iterator().next().x();
        var tensors = input.of(crop.read(first));
        assertThat(seen.sub(tensors).abs().max().item()).isLessThan(1e-6);
      }
    }
  }

  @Test
  void whatIsDrawnOfAPictureDependsOnSeedEpochAndPlaceOnly() throws IOException {
    photos(12);
    var crop = new ImageCrop(3, 8, 8, 6);
    try (var _ = Scope.open()) {
      var pets =
          ImageFolder.read(folder.resolve("pets"), crop, o -> o.randomCrop().flip()).images();
      var one = batches(pets, 1, 0);
      assertThat(one).hasSize(3);
      for (int i = 0; i < one.size(); i++) {
        assertThat(batches(pets, 3, 0).get(i)).isEqualTo(one.get(i));
      }
      assertThat(batches(pets, 1, 1).getFirst()).isNotEqualTo(one.getFirst());
    }
  }

  /// The places of one picture's crops over the epochs: each is a window of the scaled picture, all
  /// that there are come up, and about half are mirrored.
  @Test
  void aRandomCropLiesAnywhereInThePicture() throws IOException {
    ramp("one/a/1.png", 6, 6);
    try (var _ = Scope.open()) {
      var one =
          ImageFolder.read(
                  folder.resolve("one"),
                  new ImageCrop(3, 4, 4, 2),
                  o -> o.randomCrop().flip().unscaled())
              .images();
      var places = new HashSet<List<Integer>>();
      int mirrored = 0;
      for (int epoch = 0; epoch < 200; epoch++) {
        var seen = batches(one, 1, epoch).getFirst();
        boolean isMirrored = seen[0] > seen[1];
        mirrored += isMirrored ? 1 : 0;
        int left = (int) seen[isMirrored ? 3 : 0];
        int top = (int) seen[16];
        places.add(List.of(left, top));
        for (int x = 0; x < 4; x++) {
          assertThat(seen[x]).isEqualTo(left + (isMirrored ? 3 - x : x));
          assertThat(seen[16 + 4 * x]).isEqualTo(top + x);
        }
      }
      assertThat(places).hasSize(9);
      assertThat(mirrored).isBetween(60, 140);
    }
  }

  @Test
  void oneDamagedPictureInAHundredIsLeftOutAndNamed() throws IOException {
    photos(99);
    var pets = folder.resolve("pets");
    var damaged = Files.writeString(pets.resolve("cats/damaged.jpg"), "no picture");
    try (var _ = Scope.open()) {
      var read = LabelledImages.folder(pets, 3, 4, 4);
      assertThat(read.train().size() + read.test().size()).isEqualTo(99);
      assertThat(read.folder().orElseThrow().leftOut()).containsExactly(damaged);
      assertThat(read.folder().orElseThrow().pictures()).isEqualTo(100);
    }
    Files.copy(damaged, pets.resolve("dogs/too.png"));
    assertThatThrownBy(() -> LabelledImages.folder(pets, 3, 4, 4))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2 of 101")
        .hasMessageContaining(Path.of("cats", "damaged.jpg").toString())
        .hasMessageContaining(Path.of("dogs", "too.png").toString());
  }

  @Test
  void aClassOfDamagedPicturesOnlyIsRefused() throws IOException {
    photos(99);
    var pets = folder.resolve("pets");
    var lost = Files.createDirectories(pets.resolve("newts")).resolve("lost.png");
    Files.writeString(lost, "no picture");
    assertThatThrownBy(() -> LabelledImages.folder(pets, 3, 4, 4))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(lost.toString());
  }

  @Test
  void aJpegThatIsCutShortIsDamaged() throws IOException {
    var noise = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    var random = new Random(5);
    for (int i = 0; i < 64 * 64; i++) {
      noise.setRGB(i % 64, i / 64, random.nextInt());
    }
    var file = written("a.jpg", noise, "jpg");
    try (var _ = Scope.open()) {
      assertThat(ImageFile.read(file).shape().toArray()).containsExactly(3, 64, 64);
    }
    var whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> ImageFile.read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("cut short");
  }

  @Test
  void aFoldersSumTellsWhetherAnythingInItChanged() throws IOException {
    photos(12);
    var pets = folder.resolve("pets");
    var sums = new HashSet<String>();
    sums.add(sum(pets));
    assertThat(sums).contains(sum(pets));
    Files.move(pets.resolve("cats/0.png"), pets.resolve("cats/other.png"));
    assertThat(sums.add(sum(pets))).isTrue();
    Files.copy(pets.resolve("cats/2.png"), pets.resolve("cats/copy.png"));
    assertThat(sums.add(sum(pets))).isTrue();
    ramp("pets/cats/2.png", 12, 12);
    assertThat(sums.add(sum(pets))).isTrue();
  }

  private static String sum(Path pets) {
    try (var _ = Scope.open()) {
      return LabelledImages.folder(pets, 3, 4, 4).folder().orElseThrow().sha256();
    }
  }
}
