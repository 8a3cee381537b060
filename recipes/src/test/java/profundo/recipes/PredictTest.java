package profundo.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import profundo.data.image.Pictures;
import profundo.lab.Input;
import profundo.lab.Prediction;
import profundo.lab.Recipes;
import profundo.lab.SamplingOptions;
import profundo.lab.Scale;
import profundo.lab.Trained;
import profundo.lab.UsageException;
import profundo.tensor.Device;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.store.RunQuery;

/// What trained systems make of files, of texts and of nothing.
class PredictTest {
  private static final Map<String, String> PLAYED =
      Map.of("epochs", "1", "samples", "200", "judged", "100");

  @TempDir static Path store;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"gan", "dcgan", "vae"})
  void aGenerativeNetDrawsAsManyImagesAsAreWantedAndTheSameFromASeed(String recipe)
      throws Exception {
    with(
        recipe,
        trained -> {
          var state = Rng.state();
          var five = trained.predict(drawing(5, 7));
          assertThat(Rng.state().equal(state)).as("what else is drawn is not changed").isTrue();
          var image = image(five);
          assertThat(image.getWidth()).isEqualTo(3 * 29 - 1);
          assertThat(image.getHeight()).isEqualTo(2 * 29 - 1);
          assertThat(five.values()).containsEntry("count", 5).containsEntry("seed", 7L);
          assertThat(trained.predict(drawing(5, 7)).image()).isEqualTo(five.image());
          assertThat(trained.predict(drawing(5, 8)).image()).isNotEqualTo(five.image());
        });
  }

  @Test
  void whatARecipeDoesNotTakeIsRefusedWithWhatItTakes() throws Exception {
    with(
        "gan",
        trained -> {
          assertThatThrownBy(() -> trained.predict(Input.of("a digit")))
              .isInstanceOf(UsageException.class)
              .hasMessage("predict gan does not take --text TEXT. It takes: --count N, --seed N.");
          var daring =
              Input.NOTHING.with(
                  new SamplingOptions(
                      OptionalInt.empty(), OptionalDouble.of(2), OptionalLong.empty()));
          assertThatThrownBy(() -> trained.predict(daring)).hasMessageContaining("--temperature T");
        });
    assertThatThrownBy(() -> drawing(0, 1)).hasMessageContaining("1 to 10,000, not 0");
    assertThatThrownBy(() ->
            new SamplingOptions(OptionalInt.empty(), OptionalDouble.of(0), OptionalLong.empty()))
        .hasMessageContaining("above 0, not 0.0");
  }

  @Test
  void anAutoencoderDrawsAPhotoBesideWhatIsLeftOfIt() throws Exception {
    var photo = folder.resolve("one.png");
    try (var _ = Scope.open()) {
      var picture = Tensor.ones(60, 40);
      picture.narrow(0, 10, 40).narrow(1, 18, 5).zero_();
      Files.write(photo, Pictures.png(picture));
    }
    with(
        "vae",
        trained -> {
          var both = trained.predict(photo);
          var image = image(both);
          assertThat(image.getWidth()).isEqualTo(2 * 29 - 1);
          assertThat(image.getHeight()).isEqualTo(28);
          assertThat(image.getRaster().getSample(14, 14, 0))
              .as("the ink of the photo")
              .isEqualTo(255);
          assertThat((double) both.values().get("logEvidence")).isNegative();
          assertThatThrownBy(() -> trained.predict(Input.of("1"))).hasMessageContaining("FILE");
        });
  }

  private static Input drawing(int count, long seed) {
    return Input.NOTHING.with(
        new SamplingOptions(OptionalInt.of(count), OptionalDouble.empty(), OptionalLong.of(seed)));
  }

  private static java.awt.image.BufferedImage image(Prediction prediction) {
    var png = new byte[prediction.image().map(ByteBuffer::remaining).orElseThrow()];
    prediction.image().get().duplicate().get(png);
    try {
      return ImageIO.read(new ByteArrayInputStream(png));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /// A recipe that was trained a little, once for all tests.
  private void with(String recipe, Consumer<Trained<?>> use) {
    var little =
        switch (recipe) {
          case "gan", "dcgan" -> PLAYED;
          case "vae" ->
              Map.of("epochs", "1", "samples", "200", "importance", "2", "estimated", "100");
          default -> Map.of("epochs", "1");
        };
    try (var lab = new QuietLab(store);
        var _ = Scope.open()) {
      if (lab.store().list(RunQuery.all().recipe(recipe)).isEmpty()) {
        lab.run(Recipes.find(recipe), Scale.SMOKE, little);
      }
      try (var trained = Trained.open(lab.store(), recipe, Device.CPU)) {
        use.accept(trained);
      }
    }
  }
}
