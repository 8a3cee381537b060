package profundo.recipes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import profundo.data.source.Sources;
import profundo.lab.Limit;
import profundo.lab.Recipe;
import profundo.lab.Recipes;
import profundo.lab.Scale;
import profundo.lab.Trained;
import profundo.lab.UsageException;
import profundo.lab.task.ImageData;
import profundo.lab.task.ReadsImages;
import profundo.lab.task.UsedImages;
import profundo.tensor.Device;
import profundo.tensor.Scope;
import profundo.train.Run;
import profundo.train.StopSignal;
import profundo.train.progress.Progress;
import profundo.train.store.RunStore;

/// A classifier of images learns what lies in a person's own folder.
class FolderDataTest {
  private static final List<String> CLASSES = List.of("cero", "dos", "uno");

  @TempDir Path folder;

  static Stream<Recipe<?>> recipes() {
    return Recipes.all().stream()
        .filter(ReadsImages.class::isInstance)
        .filter(recipe -> recipe.about().data().contains(ImageData.FOLDER));
  }

  /// Real digits, the first of three kinds of the sample in the jar, as large photos in colour.
  private Path pictures() throws IOException {
    var digits = ImageData.of("mnist").read(Sources.ofEnvironment(), 1, 28, 28).train();
    try (var _ = Scope.open()) {
      var labels = digits.labels().narrow(0, 0, 400).toLongArray();
      for (int i = 0; i < labels.length; i++) {
        int kind = List.of(0L, 2L, 1L).indexOf(labels[i]);
        if (kind >= 0) {
          var file = folder.resolve("cifras").resolve(CLASSES.get(kind)).resolve(i + ".png");
          Files.createDirectories(file.getParent());
          ImageIO.write(
              photo(digits.pixels().select(0, i).flatten(0).toLongArray()), "png", file.toFile());
        }
      }
    }
    return folder.resolve("cifras");
  }

  private static BufferedImage photo(long[] ink) {
    var photo = new BufferedImage(56, 56, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 56; y++) {
      for (int x = 0; x < 56; x++) {
        photo.setRGB(x, y, 0x010101 * (int) ink[y / 2 * 28 + x / 2]);
      }
    }
    return photo;
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void itsClassesAreThoseOfTheFolder(Recipe<?> recipe) throws IOException {
    var pictures = pictures();
    try (var lab = new QuietLab(folder.resolve("home"))) {
      var result = lab.run(recipe, Scale.SMOKE, Map.of("data", pictures.toString(), "epochs", "1"));
      assertThat(result.run().plan().data().name()).isEqualTo("cifras/");
      assertThat(result.run().folder().resolve("facts.json")).content().contains(CLASSES);
      try (var trained = Trained.of(result.run(), Device.CPU)) {
        var file = pictures.resolve("uno").toFile().listFiles()[0].toPath();
        assertThat(trained.predict(file).text()).containsAnyOf("cero", "dos", "uno");
      }
    }
  }

  /// `predict` cuts a photo as the loader did, and asks for no folder: it may be gone.
  @Test
  void itPredictsAPhotoOfTheFolderAsItWasLearnt() throws IOException {
    var pictures = pictures();
    try (var lab = new QuietLab(folder.resolve("home"))) {
      var result =
          lab.run(
              Recipes.find("lenet5"),
              Scale.SMOKE,
              Map.of("data", pictures.toString(), "epochs", "30"));
      var moved = Files.move(pictures, folder.resolve("moved"));
      try (var trained = Trained.of(result.run(), Device.CPU)) {
        int right = 0;
        for (var name : CLASSES) {
          for (var file : moved.resolve(name).toFile().listFiles()) {
            right += trained.predict(file.toPath()).text().startsWith(name) ? 1 : 0;
          }
        }
        assertThat(right).isGreaterThan(100);
      }
    }
  }

  /// What a run's folder keeps is what a resumed run finds there.
  @Test
  void aRunThatIsResumedNoticesAChangedFolder() throws IOException {
    var pictures = pictures();
    var said = new ByteArrayOutputStream();
    try (var store = RunStore.open(folder.resolve("home"));
        var writer = store.begin(SmokePlan.make());
        var stop = StopSignal.listen();
        var progress = Progress.of(new PrintStream(said, true, UTF_8), Progress.Mode.PLAIN);
        var _ = Scope.open()) {
      var run = new Run(writer, progress, Sources.ofEnvironment(), Device.CPU, stop);
      run.begin(1);
      UsedImages.named(run, pictures.toString(), Limit.ALL);
      assertThat(run.folder().resolve("data.json")).content().contains(pictures.toString());
      assertThat(said.toString(UTF_8)).contains("to validate");
      UsedImages.named(run, pictures.toString(), Limit.ALL);
      try (var files = Files.list(pictures.resolve("uno"))) {
        Files.delete(files.findFirst().orElseThrow());
      }
      assertThatThrownBy(() -> UsedImages.named(run, pictures.toString(), Limit.ALL))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining(pictures.toString());
    }
  }

  @Test
  void oneClassIsNoneToTellFromAnother() throws IOException {
    var pictures = pictures();
    Files.move(pictures.resolve("dos"), folder.resolve("dos"));
    Files.move(pictures.resolve("uno"), folder.resolve("uno"));
    try (var lab = new QuietLab(folder.resolve("home"))) {
      var changes = Map.of("data", pictures.toString());
      assertThatThrownBy(() -> lab.run(Recipes.find("resnet20"), Scale.SMOKE, changes))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("cero");
    }
  }

  @Test
  void whatIsNeitherADatasetNorAFolderIsNamed() {
    assertThatThrownBy(() -> ImageData.of("minst"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("minst")
        .hasMessageContaining("cifar-10");
  }
}
