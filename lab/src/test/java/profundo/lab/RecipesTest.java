package profundo.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import profundo.tensor.Text;
import profundo.train.ArtefactKind;
import profundo.train.RunState;

class RecipesTest {
  @TempDir Path folder;

  static List<Recipe<?>> recipes() {
    return Recipes.all();
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void everyRecipeRunsAtSmokeScaleAndIsReported(Recipe<?> recipe) {
    try (var lab = new QuietLab(folder)) {
      var result = lab.run(recipe, Scale.SMOKE, Map.of());
      assertThat(result.run().state()).isEqualTo(RunState.DONE);
      assertThat(result.run().seconds()).isLessThan(20 * crowding());
      for (var claim : recipe.about().claims()) {
        assertThat(result.metrics()).containsKey(claim.metric());
      }
      var run = result.run();
      assertThat(lab.store().artefacts(run.id())).anyMatch(a -> a.kind() == ArtefactKind.WEIGHTS);
      new Report(lab.store(), Locale.ENGLISH).write(run, folder.resolve("page.html"));
      assertThat(folder.resolve("page.html")).isNotEmptyFile();
    }
  }

  /// How many times as many threads want to run as there are cores, 1 at least.
  private static double crowding() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return Math.max(1, system.getSystemLoadAverage() / system.getAvailableProcessors());
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
