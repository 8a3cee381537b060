package profundo.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import profundo.base.ProfundoException;
import profundo.data.DataException;
import profundo.tensor.Scope;

class ImageFolderTest {
  @TempDir Path folder;

  private void picture(String name, int... greys) throws IOException {
    int side = (int) Math.sqrt(greys.length);
    var image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < greys.length; i++) {
      image.setRGB(i % side, i / side, greys[i] << 16 | greys[i] << 8 | greys[i]);
    }
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    ImageIO.write(image, "png", file.toFile());
  }

  private ImageFolder read(int side) {
    return ImageFolder.read(folder, side, side, o -> o.unscaled());
  }

  @Test
  void aFoldersNameIsTheClassOfEveryPictureBelowIt() throws IOException {
    picture("dogs/b.png", 3);
    picture("cats/old/2.PNG", 2);
    picture("cats/1.png", 1);
    picture(".hidden/x.png", 9);
    Files.writeString(folder.resolve("cats/notes.txt"), "no picture");
    Files.writeString(folder.resolve("README"), "no class");
    try (var _ = Scope.open()) {
      var pets = read(1);
      assertThat(pets.classes()).containsExactly("cats", "dogs");
      assertThat(pets.images().labels().toLongArray()).containsExactly(0, 0, 1);
      assertThat(pets.images().pixels().select(1, 0).flatten(0).toLongArray())
          .containsExactly(1, 2, 3);
    }
  }

  /// A pixel is the mean of its area, to the nearest integer; there is no more in a larger picture.
  @Test
  void picturesAreResizedByTheMeansOfAreas() throws IOException {
    picture("one/a.png", 0, 10, 20, 30);
    picture("one/b.png", 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150, 160);
    try (var _ = Scope.open()) {
      assertThat(read(1).images().pixels().select(1, 0).flatten(0).toLongArray())
          .containsExactly(15, 85);
      assertThat(read(2).images().pixels().select(1, 0).select(0, 1).flatten(0).toLongArray())
          .containsExactly(35, 55, 115, 135);
      assertThat(read(4).images().pixels().select(1, 2).select(0, 0).select(0, 0).toLongArray())
          .containsExactly(0, 0, 10, 10);
    }
  }

  @Test
  void whatIsNoFolderOfClassesIsNamed() throws IOException {
    assertThatThrownBy(() -> read(1))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(folder + " holds no folders:");
    var empty = Files.createDirectory(folder.resolve("empty"));
    picture("full/a.png", 1);
    assertThatThrownBy(() -> read(1))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(empty + " holds no pictures:");
    var damaged = Files.writeString(empty.resolve("a.jpg"), "no picture");
    assertThatThrownBy(() -> read(1))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(damaged.toString());
    assertThatThrownBy(() -> ImageFolder.read(folder.resolve("absent"), 1, 1, o -> {}))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(folder.resolve("absent") + " cannot be read (");
    assertThatThrownBy(() -> read(0)).isInstanceOf(ProfundoException.class);
  }
}
