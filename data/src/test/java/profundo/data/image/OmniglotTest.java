package profundo.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import profundo.data.Archives;
import profundo.data.DataException;
import profundo.data.RealData;
import profundo.data.source.Origin;
import profundo.tensor.Tensor;

class OmniglotTest {
  private static final int SIDE = Omniglot.SIDE;

  @TempDir Path folder;

  @Test
  void theSmallBackgroundSetsHaveTheirPublishedSizes() {
    var sources = RealData.into(folder);
    var first = Omniglot.small1(sources);
    assertThat(first.characters()).hasSize(136);
    assertThat(first.alphabets())
        .containsExactly("Balinese", "Early_Aramaic", "Greek", "Korean", "Latin");
    assertThat(first.drawings().shape()).hasToString("[136, 20, 105, 105]");
    assertThat(first.origin().samples()).isEqualTo(2720);
    assertThat(first.drawings().get(0).get(0).toByteArray()).contains(-1).contains(0);
    var second = Omniglot.small2(sources);
    assertThat(second.characters()).hasSize(156);
    assertThat(second.alphabets())
        .containsExactly("Greek", "Japanese_(katakana)", "Latin", "Sanskrit", "Tagalog");
    var greek = second.only(Set.of("Greek"));
    assertThat(greek.characters()).hasSize(24);
    assertThat(greek.images().size()).isEqualTo(480);
    assertThat(greek.images().labels().get(479).itemLong()).isEqualTo(23);
    assertThatThrownBy(() -> second.only(Set.of("Klingon"))).hasMessageContaining("Sanskrit");
  }

  @Test
  void theNearestDrawingByHausdorffErrsAsOftenAsPublished() {
    var runs = OneShotRun.omniglot(RealData.into(folder));
    assertThat(runs).hasSize(20);
    int wrong = 0;
    for (var run : runs) {
      var examples = points(run.examples());
      var trials = points(run.trials());
      assertThat(run.answers()).hasSize(20).doesNotHaveDuplicates();
      for (int trial = 0; trial < 20; trial++) {
        int nearest = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int example = 0; example < 20; example++) {
          double distance = hausdorff(trials[trial], examples[example]);
          if (distance < least) {
            least = distance;
            nearest = example;
          }
        }
        wrong += nearest == run.answers().get(trial) ? 0 : 1;
      }
    }
    assertThat(wrong)
        .as("modified Hausdorff distance, Lake et al. 2015: 38.8 % of 400 trials")
        .isEqualTo(155);
  }

  @Test
  void drawingsStandByCharacterAndDrawer() throws IOException {
    var archive = Archives.zip(folder.resolve("a.zip"), drawings(2));
    var read = Omniglot.read(archive, "omniglot", Origin.Source.FOLDER);
    assertThat(read.characters())
        .containsExactly(
            new Omniglot.Sign("Greek", "character01"), new Omniglot.Sign("Greek", "character02"));
    var drawing = read.drawings().get(1).get(6).toByteArray();
    for (int i = 0; i < drawing.length; i++) {
      assertThat(drawing[i]).isEqualTo((byte) (i == 26 ? 255 : 0));
    }
  }

  @Test
  void aMissingDrawingIsTold() throws IOException {
    var files = drawings(2);
    files.remove("background/Greek/character01/0001_07.png");
    var archive = Archives.zip(folder.resolve("a.zip"), files);
    assertThatThrownBy(() -> Omniglot.read(archive, "omniglot", Origin.Source.FOLDER))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("39");
    files.put("background/Greek/character01/0001_27.png", new byte[0]);
    Archives.zip(archive, files);
    assertThatThrownBy(() -> Omniglot.read(archive, "omniglot", Origin.Source.FOLDER))
        .isInstanceOf(DataException.class);
  }

  /// Each with one spot of ink, at the place 20 · character + drawer, both from 0.
  private static Map<String, byte[]> drawings(int characters) throws IOException {
    var files = new TreeMap<String, byte[]>();
    for (int i = 0; i < 20 * characters; i++) {
      var image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_BYTE_BINARY);
      for (int at = 0; at < SIDE * SIDE; at++) {
        image.getRaster().setSample(at % SIDE, at / SIDE, 0, at == i ? 0 : 1);
      }
      var bytes = new ByteArrayOutputStream();
      ImageIO.write(image, "png", bytes);
      files.put(
          "background/Greek/character%02d/%04d_%02d.png"
              .formatted(i / 20 + 1, i / 20 + 1, i % 20 + 1),
          bytes.toByteArray());
    }
    return files;
  }

  /// The ink of one drawing, its middle at (0, 0).
  private record Ink(float[] x, float[] y) {}

  private static Ink[] points(Tensor drawings) {
    var all = new Ink[20];
    for (int i = 0; i < 20; i++) {
      var pixels = drawings.get(i).toByteArray();
      var places = IntStream.range(0, pixels.length).filter(at -> pixels[at] != 0).toArray();
      var middleX = (float) Arrays.stream(places).map(at -> at % SIDE).average().orElseThrow();
      var middleY = (float) Arrays.stream(places).map(at -> at / SIDE).average().orElseThrow();
      all[i] = new Ink(new float[places.length], new float[places.length]);
      for (int k = 0; k < places.length; k++) {
        all[i].x()[k] = places[k] % SIDE - middleX;
        all[i].y()[k] = places[k] / SIDE - middleY;
      }
    }
    return all;
  }

  /// The larger of the two mean distances to the nearest point (Dubuisson & Jain 1994).
  private static double hausdorff(Ink one, Ink other) {
    return Math.max(mean(one, other), mean(other, one));
  }

  private static double mean(Ink from, Ink to) {
    double sum = 0;
    for (int a = 0; a < from.x().length; a++) {
      float least = Float.POSITIVE_INFINITY;
      for (int b = 0; b < to.x().length; b++) {
        float dx = from.x()[a] - to.x()[b];
        float dy = from.y()[a] - to.y()[b];
        least = Math.min(least, dx * dx + dy * dy);
      }
      sum += Math.sqrt(least);
    }
    return sum / from.x().length;
  }
}
