package profundo.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import profundo.lab.ModelSizes;
import profundo.lab.Recipe;
import profundo.lab.Recipes;
import profundo.lab.Scale;
import profundo.train.store.ModelSize;

class ModelsOnThePageTest {
  static List<Recipe<?>> recipes() {
    return Recipes.all();
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void theLayersOfEveryNetHoldItsParametersAndSayWhatTheyCompute(Recipe<?> recipe) {
    for (var size : ModelSizes.of(recipe, Scale.SMOKE).values()) {
      assertThat(size.multiplyAdds()).as(size.net()).isPositive();
      long inLayers = size.layers().stream().mapToLong(ModelSize.LayerSize::parameters).sum();
      assertThat(size.parameters() - inLayers)
          .as("parameters of %s outside its layers", size.net())
          .isBetween(0L, 20L);
    }
  }
}
