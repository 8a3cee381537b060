package profundo.recipes;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import profundo.base.Text;
import profundo.lab.ModelSizes;
import profundo.lab.Recipe;
import profundo.lab.RecipeWords;
import profundo.lab.Recipes;
import profundo.lab.Scale;
import profundo.lab.report.Report;
import profundo.train.store.ArtefactKind;
import profundo.train.store.ClaimSource;
import profundo.train.store.RunState;
import profundo.train.store.RunStore;
import profundo.train.store.StoredRun;

class RecipesTest {
  private static final Set<ArtefactKind> NOT_SHOWN =
      Set.of(
          ArtefactKind.CHECKPOINT,
          ArtefactKind.WEIGHTS,
          ArtefactKind.FACTS,
          ArtefactKind.PREDICTIONS);

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
      everythingOnThePageIsSaidInWords(recipe, lab.store(), run);
    }
  }

  /// Each exhibit and each curve has its sentence, each figure its name, in both languages.
  private static void everythingOnThePageIsSaidInWords(
      Recipe<?> recipe, RunStore store, StoredRun run) {
    var needed = new TreeSet<String>();
    store.artefacts(run.id()).stream()
        .filter(artefact -> !NOT_SHOWN.contains(artefact.kind()))
        .map(artefact -> lastWord(artefact.name()))
        .forEach(name -> needed.addAll(List.of("exhibit." + name, "artefact." + name)));
    store.curves(run.id()).keySet().forEach(key -> needed.add("exhibit." + lastWord(key)));
    store.metrics(run.id()).keySet().forEach(key -> needed.add("curve." + lastWord(key)));
    var english = words(recipe, Locale.ENGLISH);
    var spanish = words(recipe, Locale.of("es"));
    assertThat(english).as(recipe.id()).containsKeys(needed.toArray(String[]::new));
    assertThat(spanish).as(recipe.id()).containsKeys(needed.toArray(String[]::new));
    needed.stream()
        .filter(key -> key.startsWith("exhibit."))
        .forEach(key -> assertThat(spanish.get(key)).as(key).isNotEqualTo(english.get(key)));
  }

  private static Map<String, String> words(Recipe<?> recipe, Locale language) {
    var words = new HashMap<>(Text.of(Recipe.class, language).all(""));
    words.putAll(RecipeWords.of(recipe, language).words());
    return words;
  }

  private static String lastWord(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /// How many times as many threads want to run as there are cores, 1 at least.
  private static double crowding() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return Math.max(1, system.getSystemLoadAverage() / system.getAvailableProcessors());
  }

  @Test
  void everyRecipeHasItsWordsInSpanish() {
    for (var recipe : Recipes.all()) {
      var spanish = RecipeWords.of(recipe, Locale.of("es"));
      assertThat(spanish.words()).as(recipe.id()).containsKeys("title", "topic");
      for (var claim : recipe.about().claims()) {
        assertThat(spanish.words()).as(recipe.id()).containsKey("where." + claim.metric());
      }
    }
  }

  @Test
  void everySettingIsSaidInWordsInBothLanguages() {
    for (var recipe : Recipes.all()) {
      var english = RecipeWords.of(recipe, Locale.ENGLISH);
      var spanish = RecipeWords.of(recipe, Locale.of("es"));
      for (var name : recipe.settings(Scale.PAPER).values().keySet()) {
        var setting = recipe.id() + " " + name;
        assertThat(english.setting(name, Locale.ENGLISH)).as(setting).isNotEmpty();
        assertThat(spanish.setting(name, Locale.of("es")))
            .as(setting)
            .isNotEmpty()
            .isNotEqualTo(english.setting(name, Locale.ENGLISH));
      }
      assertThat(spanish.departures()).hasSameSizeAs(english.departures());
    }
  }

  /// On the class path recipes are found by `META-INF/services`, in modules by `provides`.
  @Test
  void theModuleAndTheClassPathProvideTheSameRecipes() throws Exception {
    try (var services =
        Recipes.class.getModule().isNamed()
            ? RecipesTest.class.getResourceAsStream("/META-INF/services/profundo.lab.Recipe")
            : ClassLoader.getSystemResourceAsStream("META-INF/services/profundo.lab.Recipe")) {
      var named = new String(requireNonNull(services).readAllBytes(), StandardCharsets.UTF_8);
      assertThat(named.lines())
          .containsExactlyElementsOf(
              Recipes.all().stream().map(recipe -> recipe.getClass().getName()).toList());
    }
    var module = Path.of("src/main/java/module-info.java");
    assertThat(Files.readString(module))
        .containsSubsequence(
            Recipes.all().stream().map(recipe -> recipe.getClass().getName()).toList());
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
      for (var scale : Scale.values()) {
        assertThat(ModelSizes.of(recipe, scale))
            .containsOnlyKeys(recipe.parts().toArray(String[]::new))
            .allSatisfy((_, size) -> assertThat(size.parameters()).isPositive());
      }
      assertThat(recipe.about().seconds().laptop()).isBetween(1, 600);
      assertThat(recipe.about().data()).isNotEmpty();
    }
  }
}
