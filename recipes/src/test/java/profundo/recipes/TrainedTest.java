package profundo.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import profundo.data.Loader;
import profundo.data.image.Images;
import profundo.lab.Description;
import profundo.lab.Recipe;
import profundo.lab.RecipeSettings;
import profundo.lab.Recipes;
import profundo.lab.Scale;
import profundo.lab.Trained;
import profundo.lab.UsageException;
import profundo.lab.task.ReadsImages;
import profundo.lab.task.TrainedClassifier;
import profundo.nn.StateDict;
import profundo.tensor.DType;
import profundo.tensor.Device;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;
import profundo.train.Facts;
import profundo.train.store.StoredRun;

/// A trained system can be taken out of its run.
class TrainedTest {
  private static final Map<String, Map<String, String>> SMALL =
      Map.of(
          "perceptron", Map.of("epochs", "2"),
          "ntm-copy", Map.of("batches", "4"),
          "char-lstm", Map.of("epochs", "1"),
          "transformer-translate", Map.of("epochs", "1"),
          "speech-ctc", Map.of("epochs", "1", "strings", "40", "tested", "4"),
          "adversarial",
              Map.of(
                  "epochs", "1", "samples", "200", "drawn", "10", "judged", "10", "searched", "2"),
          "vae", Map.of("epochs", "1", "samples", "200", "importance", "2", "estimated", "100"),
          "gan", Map.of("epochs", "1", "samples", "200", "judged", "100"),
          "dcgan", Map.of("epochs", "1", "samples", "200", "judged", "100"));
  private static final Map<String, String> FEW = Map.of("epochs", "1", "samples", "200");

  @TempDir Path folder;

  static List<Recipe<?>> recipes() {
    return Recipes.all();
  }

  static Stream<ReadsImages<?>> readers() {
    return Recipes.all().stream()
        .filter(ReadsImages.class::isInstance)
        .map(recipe -> (ReadsImages<?>) recipe);
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void everyRecipesNetsAreMadeAgainWithTheirWeights(Recipe<?> recipe) {
    try (var lab = new QuietLab(folder);
        var _ = Scope.open()) {
      var run = run(lab, recipe);
      try (var trained = Trained.open(lab.store(), recipe.id(), Device.CPU)) {
        assertThat(trained.run().id()).isEqualTo(run.id());
        var stored = StateDict.read(run.weights());
        var made = trained.net().stateDict();
        assertThat(made.names()).containsExactlyInAnyOrderElementsOf(stored.names());
        for (var name : stored.names()) {
          assertThat(made.get(name).equal(stored.get(name))).as(name).isTrue();
        }
        assertThat(trained.net().training()).isFalse();
        assertThat(trained.net()).isSameAs(trained.net());
        var description = Description.of(lab.store(), run);
        assertThat(description.models()).containsKey("");
        assertThat(description.models().get("").parameters())
            .isEqualTo(trained.net().parameterCount());
        assertThat(description.words(Locale.of("es")).title("")).isNotEmpty();
      }
    }
  }

  /// What the loader makes of bytes and what an attack makes of a tensor are the same picture.
  @ParameterizedTest
  @MethodSource("readers")
  <S extends RecipeSettings> void theLoaderAndTheTensorFormOfAnInputAgree(ReadsImages<S> recipe) {
    Rng.seed(3);
    for (var scale : Scale.values()) {
      try (var _ = Scope.open()) {
        var input = recipe.input(recipe.settings(scale));
        int channels = recipe.id().equals("resnet20") ? 3 : 1;
        var bytes = Tensors.randint(0, 256, 4, channels, 8, 8).to(DType.UINT8);
        var images = new Images(bytes, Tensor.arange(4), o -> {});
        try (var loader = new Loader(input.of(images), o -> o.batch(4))) {
          var loaded = loader.epoch(0).iterator().next().x();
          var computed = input.of(bytes.to(DType.FLOAT32).div(255));
          assertThat(computed.shape()).isEqualTo(loaded.shape());
          assertThat(computed.sub(loaded).abs().max().item()).isCloseTo(0, within(1e-6));
        }
      }
    }
  }

  @Test
  void gradientsPassFromAClassifiersScoresToThePicture() {
    try (var lab = new QuietLab(folder);
        var _ = Scope.open()) {
      run(lab, Recipes.find("lenet5"));
      try (var trained = Trained.open(lab.store(), "lenet5", Device.CPU)) {
        var digits = TrainedClassifier.of(trained);
        assertThat(digits.labels())
            .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
        var picture = Tensor.rand(1, 1, 28, 28).requiresGrad(true);
        digits.scores(picture).max().backward();
        assertThat(picture.grad().abs().sum().item()).isPositive();
      }
      assertThatThrownBy(() -> Trained.open(lab.store(), "vae", Device.CPU))
          .isInstanceOf(UsageException.class);
    }
  }

  /// A run of before facts were kept: its net knew neither the codes of the output nor today's
  /// names of buffers.
  @Test
  void aRunThatKeptNoFactsIsOpened() throws Exception {
    try (var lab = new QuietLab(folder);
        var _ = Scope.open()) {
      var lenet = run(lab, Recipes.find("lenet5"));
      var older = new LinkedHashMap<>(StateDict.read(lenet.weights()).asMap());
      var codes = older.remove("output.codes");
      older.put("heads", Tensor.of(new long[] {2}));
      new StateDict(older).write(lenet.weights());
      Files.delete(lenet.folder().resolve(Facts.FILE));
      try (var trained = Trained.open(lab.store(), "lenet5", Device.CPU)) {
        assertThat(trained.net().stateDict().get("output.codes").equal(codes)).isTrue();
        assertThat(trained.facts().texts("classes")).hasSize(10);
      }
      var text = run(lab, Recipes.find("char-lstm"));
      int characters;
      try (var trained = Trained.open(lab.store(), "char-lstm", Device.CPU)) {
        characters = trained.facts().numbers("characters").length;
      }
      Files.delete(text.folder().resolve(Facts.FILE));
      try (var trained = Trained.open(lab.store(), "char-lstm", Device.CPU)) {
        assertThat(trained.facts().numbers("characters")).hasSize(characters);
        assertThat(trained.net().parameterCount()).isPositive();
      }
    }
  }

  private static StoredRun run(QuietLab lab, Recipe<?> recipe) {
    return lab.run(recipe, Scale.SMOKE, SMALL.getOrDefault(recipe.id(), FEW)).run();
  }
}
