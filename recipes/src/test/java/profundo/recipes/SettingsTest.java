package profundo.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import profundo.lab.Recipe;
import profundo.lab.Recipes;
import profundo.lab.Scale;
import profundo.lab.UsageException;

/// Whatever stands behind `--set KEY=`: a configuration has it, or one sentence refuses it. To look
/// further: `JAZZER_FUZZ=1 ./profundo mvn -pl lab -am test -Djazzer.hooks=true
/// -Dtest=SettingsTest#anyValueIsTakenOrRefused -Dsurefire.failIfNoSpecifiedTests=false`.
class SettingsTest {
  private static final int TRIALS = 20_000;
  private static final String LETTERS = "0123456789+-.eEdDxXpPfFLnaifty _/\n\u0000\uD800\u0663";

  @FuzzTest
  void anyValueIsTakenOrRefused(FuzzedDataProvider data) {
    var recipe = data.pickValue(Recipes.all());
    var keys = keys(recipe);
    set(recipe, data.pickValue(keys), data.consumeRemainingAsString());
  }

  @Test
  void whateverLooksLikeANumberIsTakenOrRefused() {
    var random = new Random(7);
    for (int trial = 0; trial < TRIALS; trial++) {
      var recipe = Recipes.all().get(random.nextInt(Recipes.all().size()));
      var keys = keys(recipe);
      var value = new StringBuilder();
      for (int length = random.nextInt(8); length > 0; length--) {
        value.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
      }
      set(recipe, keys[random.nextInt(keys.length)], value.toString());
    }
  }

  @Test
  void aValueStandsInTheConfigurationAsItWasSaid() {
    var recipe = Recipes.find("mlp");
    var settings = recipe.settings(Scale.SMOKE);
    settings.change(Map.of("epochs", "3", "lr", "0.25"));
    assertThat(settings.values()).containsEntry("epochs", "3").containsEntry("lr", 0.25);
    assertThatThrownBy(() -> settings.change(Map.of("epoch", "3")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("epochs");
  }

  @Test
  void aSettingAnswersToTheNameThatItHadBefore() {
    var settings = Recipes.find("gan").settings(Scale.SMOKE);
    settings.change(Map.of("drawing", "7", "doubting", "9"));
    assertThat(settings.values())
        .containsEntry("generatorUnits", 7)
        .containsEntry("discriminatorUnits", 9)
        .doesNotContainKeys("drawing", "doubting");
  }

  private static String[] keys(Recipe<?> recipe) {
    return recipe.settings(Scale.SMOKE).values().keySet().toArray(String[]::new);
  }

  private static void set(Recipe<?> recipe, String key, String value) {
    try {
      var settings = recipe.settings(Scale.SMOKE);
      settings.change(Map.of(key, value));
      assertThat(settings.values()).containsKey(key);
    } catch (UsageException e) {
      assertThat(e).as("%s %s=%s", recipe, key, value).hasMessageContaining(key);
    }
  }
}
