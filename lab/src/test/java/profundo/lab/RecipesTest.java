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
import profundo.train.ClaimSource;
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
              assertThat(Recipes.place(recipe.id(), metric, "", Locale.of("es")))
                  .as("%s %s", recipe.id(), metric)
                  .isNotEmpty());
    }
  }

  /// What a recipe is about is judged at the scales whose figures mean something.
  @Test
  void everyHeadlineIsAClaimThatIsJudged() {
    for (var recipe : Recipes.all()) {
      for (var scale : List.of(Scale.LAPTOP, Scale.PAPER)) {
        assertThat(recipe.about().headline().expected(scale, false)).as(recipe.id()).isPresent();
      }
    }
    assertThat(Recipes.find("dcgan").about().headline().metric()).isEqualTo("test.features.gain");
    assertThat(Recipes.find("resnet20").about().headline().metric()).isEqualTo("test.gain");
    assertThat(Recipes.find("mlp-dropout").about().headline().metric())
        .isEqualTo("test.dropout.gain");
  }

  @Test
  void aClaimIsAPublicationsWithItsFigureOrOursWithoutOne() {
    for (var recipe : Recipes.all()) {
      for (var claim : recipe.about().claims()) {
        assertThat(claim.paper().isPresent())
            .as("%s %s", recipe.id(), claim.metric())
            .isEqualTo(claim.source() != ClaimSource.OURS);
        assertThat(claim.where()).isNotBlank();
      }
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
