package profundo.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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
import profundo.lab.Lab;
import profundo.lab.Recipe;
import profundo.lab.Recipes;
import profundo.lab.Request;
import profundo.lab.Scale;
import profundo.lab.Settings;
import profundo.lab.UsageException;
import profundo.tensor.Device;
import profundo.tensor.ProfundoException;
import profundo.train.Progress;
import profundo.train.RunStore;
import profundo.train.StopSignal;

/// What a person sets that cannot be.
class RefusalTest {
  private static final List<String> NEVER =
      List.of("-1", "NaN", "Infinity", "-Infinity", "1e400", "", "99999999999999999999", "three");

  @TempDir Path home;

  static Stream<Arguments> numbers() {
    return Recipes.all().stream()
        .flatMap(recipe ->
            Arrays.stream(recipe.config(Scale.SMOKE).getClass().getRecordComponents())
                .filter(component -> component.getType().isPrimitive())
                .map(component -> Arguments.of(recipe, component.getName())));
  }

  @ParameterizedTest(name = "{1} of {0}")
  @MethodSource("numbers")
  void noNumberOfARecipeCanBeWhatItCannotBe(Recipe<?> recipe, String key) {
    var isReal =
        Arrays.stream(recipe.config(Scale.SMOKE).getClass().getRecordComponents())
            .anyMatch(c -> c.getName().equals(key) && c.getType() == double.class);
    for (var value : NEVER) {
      if (!isReal || !value.startsWith("999")) {
        assertThatThrownBy(() -> Settings.apply(recipe.config(Scale.SMOKE), Map.of(key, value)))
            .as("%s=%s", key, value)
            .isInstanceOf(UsageException.class)
            .hasMessageContaining(value);
      }
    }
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
