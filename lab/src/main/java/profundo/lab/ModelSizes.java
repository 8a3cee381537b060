package profundo.lab;

import java.util.LinkedHashMap;
import java.util.Map;
import profundo.tensor.Rng;
import profundo.train.store.ModelSize;

/// How large the nets of a recipe are.
public final class ModelSizes {
  private ModelSizes() {}

  /// The nets of a recipe at a scale, by their parts, on the data that they are meant for.
  public static <S extends RecipeSettings> Map<String, ModelSize> of(
      Recipe<S> recipe, Scale scale) {
    var settings = recipe.settings(scale);
    var facts = recipe.facts(settings);
    var state = Rng.state();
    try {
      var sizes = new LinkedHashMap<String, ModelSize>();
      for (var part : recipe.parts()) {
        try (var net = recipe.model(settings, facts, part)) {
          sizes.put(part, ModelSize.of(net));
        }
      }
      return sizes;
    } finally {
      Rng.restore(state);
    }
  }
}
