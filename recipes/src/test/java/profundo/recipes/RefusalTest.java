package profundo.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import profundo.base.ProfundoException;
import profundo.lab.Lab;
import profundo.lab.Recipe;
import profundo.lab.Recipes;
import profundo.lab.Request;
import profundo.lab.Scale;
import profundo.lab.UsageException;
import profundo.tensor.Device;
import profundo.train.StopSignal;
import profundo.train.progress.Progress;
import profundo.train.store.RunStore;

/// What a person sets that cannot be.
class RefusalTest {
  private static final List<String> NEVER =
      List.of("-1", "NaN", "Infinity", "-Infinity", "1e400", "", "99999999999999999999", "three");

  @TempDir Path home;

  static Stream<Arguments> numbers() {
    return Recipes.all().stream()
        .flatMap(recipe ->
            recipe.settings(Scale.SMOKE).values().entrySet().stream()
                .filter(setting -> setting.getValue() instanceof Number)
                .map(setting -> Arguments.of(recipe, setting.getKey())));
  }

  @ParameterizedTest(name = "{1} of {0}")
  @MethodSource("numbers")
  void noNumberOfARecipeCanBeWhatItCannotBe(Recipe<?> recipe, String key) {
    boolean isReal = recipe.settings(Scale.SMOKE).values().get(key) instanceof Double;
    for (var value : NEVER) {
      if (!isReal || !value.startsWith("999")) {
        assertThatThrownBy(() -> recipe.settings(Scale.SMOKE).change(Map.of(key, value)))
            .as("%s=%s", key, value)
            .isInstanceOf(UsageException.class)
            .hasMessageContaining(value);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "some", "3.5", "", "840000 exampl", "99999999999999999999"})
  void amountsAreAllOrNumbersAndLengthsPassesOrExamples(String value) {
    for (var key : List.of("samples", "epochs")) {
      assertThatThrownBy(
              () -> Recipes.find("lenet5").settings(Scale.SMOKE).change(Map.of(key, value)))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining(key);
    }
  }

  @Test
  void theOldWordsForAllAndForAsManyAsUsualAreUnderstood() {
    var settings = Recipes.find("lenet5").settings(Scale.SMOKE);
    settings.change(Map.of("samples", "0", "epochs", "0"));
    assertThat(settings.values())
        .containsEntry("samples", "all")
        .containsEntry("epochs", "840000 examples");
    settings.change(Map.of("samples", "300", "epochs", "12000 examples"));
    assertThat(settings.values())
        .containsEntry("samples", "300")
        .containsEntry("epochs", "12000 examples");
  }

  @ParameterizedTest
  @ValueSource(strings = {"huge", "smok", "LAPTOPS"})
  void anUnknownScaleIsAnsweredWithThoseThereAre(String name) {
    assertThatThrownBy(() -> Scale.of(name))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("smoke, laptop, paper");
    assertThat(Scale.of("Smoke")).isEqualTo(Scale.SMOKE);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 257, Integer.MAX_VALUE})
  void threadsHaveBounds(int threads) {
    assertThatThrownBy(() -> request(Map.of(), threads, Optional.empty()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(Integer.toString(threads));
  }

  @Test
  void aRunThatIsRefusedLeavesNothing() {
    var out = home.resolve("out");
    for (var changes : List.of(Map.of("data", "nothing"), Map.of("variant", "nothing"))) {
      refused("mlp", request(changes, 0, Optional.of(out)));
      refused("mlp", request(changes, 0, Optional.empty()));
    }
    refused("char-lstm", request(Map.of("batch", "1000000"), 0, Optional.empty()));
    assertThat(out).doesNotExist();
    assertThat(home.resolve("store/runs")).isEmptyDirectory();
  }

  @Test
  void anOutThatIsAFileIsRefused() throws Exception {
    var file = Files.writeString(home.resolve("file"), "mine");
    refused("mlp", request(Map.of(), 0, Optional.of(file)));
    refused("mlp", request(Map.of(), 0, Optional.of(file.resolve("inside"))));
    assertThat(file).hasContent("mine");
  }

  private void refused(String recipe, Request request) {
    try (var store = RunStore.open(home.resolve("store"))) {
      var progress = Progress.of(System.err, Progress.Mode.QUIET);
      var lab = new Lab(store, progress, StopSignal.never());
      assertThatThrownBy(() -> lab.run(Recipes.find(recipe), request))
          .isInstanceOf(ProfundoException.class);
      assertThat(store.list()).isEmpty();
    }
  }

  private static Request request(Map<String, String> changes, int threads, Optional<Path> out) {
    return new Request(Scale.SMOKE, 1, 1, Device.CPU, threads, changes, out);
  }
}
