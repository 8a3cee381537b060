package profundo.lab;

import java.util.LinkedHashMap;
import java.util.Map;
import profundo.nn.Net;
import profundo.tensor.Rng;
import profundo.train.Facts;
import profundo.train.store.ModelSize;

/// How large the nets of a recipe are.
public final class ModelSizes {
  private ModelSizes() {}

  /// The nets of a recipe at a scale, by their parts, on the data that they are meant for.
  public static <S extends RecipeSettings> Map<String, ModelSize> of(
      Recipe<S> recipe, Scale scale) {
    var settings = recipe.settings(scale);
    return of(recipe, settings, recipe.facts(settings));
  }

  /// The run's own net with these settings, on the data that they are meant for.
  public static <S extends RecipeSettings> ModelSize ofFirst(Recipe<S> recipe, S settings) {
    var state = Rng.state();
    try (var net = recipe.model(settings, recipe.facts(settings), recipe.parts().getFirst())) {
      return size(recipe, settings, net);
    } finally {
      Rng.restore(state);
    }
  }

  /// The nets of a recipe with these settings, by their parts, on data that fixed these facts.
  static <S extends RecipeSettings> Map<String, ModelSize> of(
      Recipe<S> recipe, S settings, Facts facts) {
    var state = Rng.state();
    try {
      var sizes = new LinkedHashMap<String, ModelSize>();
      for (var part : recipe.parts()) {
        try (var net = recipe.model(settings, facts, part)) {
          sizes.put(part, size(recipe, settings, net));
        }
      }
      return sizes;
    } finally {
      Rng.restore(state);
    }
  }

  private static <S extends RecipeSettings> ModelSize size(Recipe<S> recipe, S settings, Net net) {
    return ModelSize.of(
        net,
        () -> {
          recipe.example(settings, net);
          return net;
        });
  }
}
