package profundo.lab;

import java.util.LinkedHashMap;
import java.util.Map;
import profundo.train.store.RunPlan;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// The settings and seeds of a run that the store knows.
public final class StoredSettings {
  private static final String SEEDS = "seeds";
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

  /// The settings of a run as they are stored, without its seeds.
  static Map<String, Object> values(RunPlan plan) {
    var values =
        JSON.readValue(plan.config(), new TypeReference<LinkedHashMap<String, Object>>() {});
    values.remove(SEEDS);
    return values;
  }

  /// Settings and seeds as they are stored.
  static String json(Map<String, Object> settings, int seeds) {
    var json = new LinkedHashMap<>(settings);
    if (seeds > 1) {
      json.put(SEEDS, seeds);
    }
    return JSON.writeValueAsString(json);
  }

  private static Map<String, String> words(RunPlan plan) {
    return JSON.readValue(plan.config(), new TypeReference<Map<String, String>>() {});
  }
}
