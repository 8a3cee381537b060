package profundo.recipes;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import profundo.base.ProfundoException;
import profundo.data.image.Pictures;
import profundo.lab.Input;
import profundo.lab.Prediction;
import profundo.lab.Recipes;
import profundo.lab.SamplingOptions;
import profundo.lab.Scale;
import profundo.lab.Trained;
import profundo.lab.UsageException;
import profundo.lab.task.TrainedClassifier;
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
    with(
        "vae",
        trained -> {
          var both = trained.predict(strokes("one.png", 18));
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

  @Test
  void aTextIsContinuedAsLongAsIsWantedAndMoreSurelyWhenItIsColder() throws Exception {
    with(
        "char-lstm",
        trained -> {
          var forty = trained.predict(writing("the do", 40, 0.8, 5));
          assertThat(forty.text()).hasSize(40);
          assertThat(trained.predict(writing("the do", 40, 0.8, 5))).isEqualTo(forty);
          assertThat(trained.predict(writing("the do", 40, 0.8, 6))).isNotEqualTo(forty);
          assertThat(trained.predict(writing("the do", 40, 1e-6, 5)))
              .as("the most probable characters are the same from any seed")
              .isEqualTo(trained.predict(writing("the do", 40, 1e-6, 6)));
          assertThat(trained.predict(Input.NOTHING).text()).hasSize(600);
          assertThat(trained.predict(writing("aΩaΨΩ", 1, 1, 1)).unknown())
              .containsExactly("Ω", "Ψ");
        });
  }

  private static Input writing(String text, int count, double temperature, long seed) {
    return Input.of(text)
        .with(
            new SamplingOptions(
                OptionalInt.of(count), OptionalDouble.of(temperature), OptionalLong.of(seed)));
  }

  @Test
  void aSentenceIsTranslatedWithWhatEachWordLooksAt() throws Exception {
    with(
        "transformer-translate",
        trained -> {
          var one = trained.predict(Input.of("ein Hund schläft ."));
          assertThat(one.values()).containsOnlyKeys("source", "target", "attention");
          var source = (List<?>) one.values().get("source");
          var target = (List<?>) one.values().get("target");
          var attention = (List<?>) one.values().get("attention");
          assertThat(attention).hasSameSizeAs(target).isNotEmpty();
          for (var row : attention) {
            assertThat((float[]) row).hasSize(source.size());
            double sum =
                IntStream.range(0, source.size()).mapToDouble(i -> ((float[]) row)[i]).sum();
            assertThat(sum).isCloseTo(1, within(1e-4));
          }
          assertThat(trained.predict(Input.of("ein Hund schläft .\n\nein Hund")).text().lines())
              .hasSize(3);
        });
  }

  @Test
  void aPatternIsCopiedByBothNetsAndTheirWrongBitsAreCounted() throws Exception {
    with(
        "ntm-copy",
        trained -> {
          var given = trained.predict(Input.of("10110011, 01010101\n11111111"));
          assertThat(given.values())
              .containsEntry("pattern", List.of("10110011", "01010101", "11111111"));
          for (var net : List.of("ntm", "lstm")) {
            var said = (Map<?, ?>) requireNonNull(given.values().get(net));
            var copy = String.join("", ((List<?>) said.get("copy")).toArray(String[]::new));
            long wrong =
                IntStream.range(0, 24)
                    .filter(i -> copy.charAt(i) != "101100110101010111111111".charAt(i))
                    .count();
            assertThat(copy).hasSize(24);
            assertThat(said.get("wrongBits")).isEqualTo(wrong);
            assertThat(given.text()).contains("(" + wrong + " of 24 bits wrong)");
          }
          var drawn = (List<?>) trained.predict(drawing(3, 7)).values().get("pattern");
          assertThat(drawn)
              .hasSize(3)
              .isEqualTo(trained.predict(drawing(3, 7)).values().get("pattern"));
          assertThat(trained.predict(drawing(3, 8)).values().get("pattern")).isNotEqualTo(drawn);
          assertThatThrownBy(() -> trained.predict(Input.of("10110011 0101")))
              .isInstanceOf(ProfundoException.class)
              .hasMessageContaining("\"0101\" is no such row");
        });
  }

  @Test
  void everyNetOfThePerceptronAnswersEachLine() throws Exception {
    with(
        "perceptron",
        trained -> {
          var answers = trained.predict(Input.of("1 0\n1, 1\n0 0")).text().lines().toList();
          assertThat(answers).hasSize(3);
          assertThat(answers.get(0)).startsWith("AND 0 · OR 1 · XOR by one unit ");
          assertThat(answers.get(1)).startsWith("AND 1 · OR 1 · XOR by one unit ");
          assertThat(answers.get(2)).startsWith("AND 0 · OR 0 · XOR by one unit ");
          assertThat(answers).allMatch(line -> line.matches(".*XOR by two layers [01] \\(.* %\\)"));
          for (var bad : List.of("1", "1 x", "1 0 1", "")) {
            assertThatThrownBy(() -> trained.predict(Input.of(bad)))
                .as(bad)
                .isInstanceOf(ProfundoException.class)
                .hasMessageContaining("Two numbers are wanted");
          }
        });
  }

  @Test
  void aClassifierIsAsSureAsTheValidationPicturesAllowAndDoubtsWhatIsNoSingleDigit()
      throws Exception {
    with(
        "lenet5",
        trained -> {
          var classifier = TrainedClassifier.of(trained);
          assertThat(classifier.temperature())
              .isEqualTo(metric(trained, "validation.temperature"))
              .isNotEqualTo(1);
          var picture = Tensor.rand(1, 1, 28, 28);
          var expected = classifier.scores(picture).div(classifier.temperature()).softmax(1);
          assertThat(classifier.probabilities(picture).equal(expected)).isTrue();
          var one = trained.predict(strokes("one.png", 18));
          assertThat(one.doubts()).isEmpty();
          assertThat(one.text()).contains(one.values().get("class") + " (");
          var probabilities = (Map<?, ?>) requireNonNull(one.values().get("probabilities"));
          assertThat(probabilities.values().stream().mapToDouble(p -> (double) p).sum())
              .isCloseTo(1, within(1e-5));
          var several = trained.predict(strokes("eleven.png", 8, 28));
          assertThat(several.doubts()).singleElement().asString().contains("cut the image to one");
        });
  }

  private static double metric(Trained<?> trained, String name) {
    try (var lab = new QuietLab(store)) {
      return requireNonNull(lab.store().metrics(trained.run().id()).get(name)).mean();
    }
  }

  /// A sheet with an upright stroke at each of these places.
  private Path strokes(String name, int... places) {
    var sheet = Tensor.ones(60, 40);
    for (int place : places) {
      sheet.narrow(0, 10, 40).narrow(1, place, 5).zero_();
    }
    try {
      return Files.write(folder.resolve(name), Pictures.png(sheet));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
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
          case "lenet5" -> Map.of("samples", "500", "epochs", "1");
          case "ntm-copy" -> Map.of("batches", "4");
          case "perceptron" -> Map.of("epochs", "50");
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
