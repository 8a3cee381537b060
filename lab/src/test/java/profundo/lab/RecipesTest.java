package profundo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import profundo.tensor.Device;
import profundo.tensor.Text;
import profundo.train.ArtefactKind;
import profundo.train.Progress;
import profundo.train.RunState;
import profundo.train.RunStore;
import profundo.train.StopSignal;

class RecipesTest {
  @TempDir Path folder;

  static List<Recipe<?>> recipes() {
    return Recipes.all();
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void everyRecipeRunsAtSmokeScaleAndIsReported(Recipe<?> recipe) {
    try (var store = RunStore.open(folder);
        var progress =
            Progress.of(
                new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                Progress.Mode.QUIET);
        var stop = StopSignal.listen()) {
      var request = new Request(Scale.SMOKE, 1, 1, Device.CPU, 0, Map.of(), Optional.empty());
      var result = new Lab(store, progress, stop).run(recipe, request);
      assertThat(result.run().state()).isEqualTo(RunState.DONE);
      assertThat(result.run().seconds()).isLessThan(20);
      for (var claim : recipe.about().claims()) {
        assertThat(result.metrics()).containsKey(claim.metric());
      }
      var run = result.run();
      assertThat(store.artefacts(run.id())).anyMatch(a -> a.kind() == ArtefactKind.WEIGHTS);
      new Report(store, Locale.ENGLISH).write(run, folder.resolve("page.html"));
      assertThat(folder.resolve("page.html")).isNotEmptyFile();
    }
  }

  @Test
  void everyRecipeHasItsWordsInSpanish() {
    var spanish = Text.of(Recipes.class, Locale.of("es"));
    for (var recipe : Recipes.all()) {
      assertThat(spanish.find("title." + recipe.id(), "")).as(recipe.id()).isNotEmpty();
      assertThat(spanish.find("topic." + recipe.id(), "")).as(recipe.id()).isNotEmpty();
      assertThat(recipe.about().claims())
          .extracting(Claim::metric)
          .allSatisfy(metric ->
              assertThat(Recipes.place(recipe.id(), metric, "", Locale.of("es"))).isNotEmpty());
    }
  }

  @Test
  void everyRecipeStatesTheTimeOfEachScaleAndASizeOfItsModels() {
    for (var recipe : Recipes.all()) {
      assertThat(recipe.parameters()).isNotEmpty().allSatisfy((_, n) -> assertThat(n).isPositive());
      assertThat(recipe.about().seconds().laptop()).isBetween(1, 600);
      assertThat(recipe.about().data()).isNotEmpty();
    }
  }
}
