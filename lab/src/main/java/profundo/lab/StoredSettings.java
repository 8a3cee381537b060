package profundo.lab;

import java.util.Map;
import profundo.train.store.RunPlan;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The settings and seeds of a run that the store knows.
public final class StoredSettings {
  static final String SEEDS = "seeds";
  private static final JsonMapper JSON = new JsonMapper();

  private StoredSettings() {}

  /// The settings that a run was begun with.
  ///
  /// @throws UsageException if they are not of this recipe
  static <S extends RecipeSettings> S of(Recipe<S> recipe, RunPlan plan) {
    var settings = words(plan);
    settings.remove(SEEDS);
    var own = recipe.settings(Scale.of(plan.scale()));
    own.change(settings);
    return own;
  }

  /// How many seeds a run was begun with.
  public static int seeds(RunPlan plan) {
    return Integer.parseInt(words(plan).getOrDefault(SEEDS, "1"));
  }

  private static Map<String, String> words(RunPlan plan) {
    return JSON.readValue(plan.config(), new TypeReference<Map<String, String>>() {});
  }
}
