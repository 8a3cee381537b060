package profundo.lab;

import java.util.LinkedHashMap;
import java.util.Map;
import profundo.tensor.Rng;
import profundo.train.ModelSize;

/// How large the nets of a recipe are.
public final class ModelSizes {
  private ModelSizes() {}

  /// The nets of a recipe with these settings, by their parts, on the data that they are meant for.
  public static <S extends RecipeSettings> Map<String, ModelSize> of(Recipe<S> recipe, S settings) {
    var state = Rng.state();
    try {
      var sizes = new LinkedHashMap<String, ModelSize>();
      for (var part : recipe.parts()) {
        try (var net = recipe.model(settings, recipe.facts(settings), part)) {
          sizes.put(part, ModelSize.of(net));
        }
      }
      return sizes;
    } finally {
      Rng.restore(state);
    }
  }

  /// The nets of a recipe at a scale.
  public static <S extends RecipeSettings> Map<String, ModelSize> of(
      Recipe<S> recipe, Scale scale) {
    return of(recipe, recipe.settings(scale));
  }
}
