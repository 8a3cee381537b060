package profundo.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import profundo.data.DataException;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

class FolderSplitTest {
  @TempDir Path folder;

  private void picture(String name, int rgb) throws IOException {
    var image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 16; i++) {
      image.setRGB(i % 4, i / 4, rgb);
    }
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }

  private static long[] values(Images images) {
    return images.pixels().select(1, 0).flatten(1).select(1, 0).toLongArray();
  }

  @Test
  void aSixthOfEachClassIsKeptForTheTestWhateverElseIsThere() throws IOException {
    for (int i = 0; i < 12; i++) {
      picture("a/%d.png".formatted(i), 0x010101 * i);
      picture("b/%d.png".formatted(i), 0x010101 * (100 + i));
    }
    long[] kept;
    try (var _ = Scope.open()) {
      var images = LabelledImages.folder(folder, 1, 4, 4);
      assertThat(images.train().size()).isEqualTo(20);
      assertThat(images.test().labels().toLongArray()).containsOnly(0, 1).hasSize(4);
      var all = Arrays.stream(values(images.train())).boxed().toList();
      kept = values(images.test());
      assertThat(all).doesNotContainAnyElementsOf(Arrays.stream(kept).boxed().toList());
      assertThat(images.train().labels().toLongArray())
          .isNotEqualTo(Arrays.stream(images.train().labels().toLongArray()).sorted().toArray());
    }
    picture("c/new.png", 200);
    picture("c/other.png", 201);
    try (var _ = Scope.open()) {
      assertThat(values(LabelledImages.folder(folder, 1, 4, 4).test())).contains(kept);
    }
  }

  @Test
  void itsMakersSplitIsKept() throws IOException {
    picture("train/a/1.png", 1);
    picture("train/b/2.png", 2);
    picture("val/a/3.png", 3);
    picture("val/b/4.png", 4);
    assertThat(ImageFolder.classes(folder)).containsExactly("a", "b");
    try (var _ = Scope.open()) {
      var images = LabelledImages.folder(folder, 3, 4, 4);
      assertThat(images.train().pixels().shape().toArray()).containsExactly(2, 3, 4, 4);
      assertThat(images.test().size()).isEqualTo(2);
    }
    picture("val/c/5.png", 5);
    assertThatThrownBy(() -> LabelledImages.folder(folder, 3, 4, 4))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("[a, b]")
        .hasMessageContaining("[a, b, c]");
  }

  @Test
  void aClassOfOnePictureIsNamedWhenNoneIsLeftForTheTest() throws IOException {
    picture("a/1.png", 1);
    picture("b/2.png", 2);
    assertThatThrownBy(() -> LabelledImages.folder(folder, 1, 4, 4))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("two or more");
  }

  /// Luma of pure red, 0.299 · 255, and of pure blue, 0.114 · 255 (ITU-R BT.601).
  @Test
  void greysAreTheLumaOfColours() throws IOException {
    picture("a/1.png", 0xff0000);
    picture("a/2.png", 0x0000ff);
    picture("b/1.png", 0x00ff00);
    picture("b/2.png", 0x00ff00);
    try (var _ = Scope.open()) {
      var images = LabelledImages.folder(folder, 1, 2, 2);
      var all = new TreeSet<Long>();
      Arrays.stream(values(images.train())).forEach(all::add);
      Arrays.stream(values(images.test())).forEach(all::add);
      assertThat(all).containsExactly(29L, 76L, 150L);
    }
  }

  @Test
  void aGreyPictureHasThreeEqualColours() {
    try (var _ = Scope.open()) {
      var two = Tensor.of(new float[] {0, 100, 0, 100}, 1, 1, 2, 2);
      var coloured = ImageShape.of(two, 3, 2, 2);
      assertThat(coloured.shape().toArray()).containsExactly(1, 3, 2, 2);
      assertThat(coloured.select(1, 2).flatten(0).toFloatArray()).containsExactly(0, 100, 0, 100);
      assertThat(ImageShape.of(two, 1, 1, 1).item()).isCloseTo(50, within(1e-9));
    }
  }
}
