package profundo.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import profundo.lab.ModelSizes;
import profundo.lab.Recipes;
import profundo.lab.Scale;
import profundo.train.store.ModelSize;

final class PeersTest {
  private static final Path BENCH = Path.of("").toAbsolutePath();

  @Test
  void aMissingPeerIsNamedWithTheCommandThatBringsIt(@TempDir Path folder) {
    var absent = Peer.java("DJL", folder.resolve("djl"), "Main", List.of());
    assertThat(Peers.missing(List.of(absent)))
        .singleElement()
        .asString()
        .contains("DJL")
        .contains("./profundo mvn -q -f bench/peers package");
  }

  @Test
  void aPeerThatIsThereIsNotCalledMissing(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("djl/target/lib"));
    var present = Peer.java("DJL", folder.resolve("djl"), "Main", List.of());
    assertThat(Peers.missing(List.of(present))).isEmpty();
  }

  @Test
  void modelsOfDifferentSizesAreNotCompared() {
    assertThatThrownBy(() -> SideBySide.requireEqual("LeNet-5", 61_706, "DJL", 61_707))
        .isInstanceOf(BenchException.class)
        .hasMessageContaining("61,706")
        .hasMessageContaining("61,707")
        .hasMessageContaining("DJL");
  }

  @Test
  void theBareBindingTrainsAsManyParametersAsWeDo() {
    assertThat(parameters(BareSteps.all())).isEqualTo(parameters(Steps.all()));
  }

  @Test
  void theRecipesModelsAreMeasured() {
    parameters(RecipeSteps.all())
        .forEach((recipe, parameters) -> {
          var sizes = ModelSizes.of(Recipes.find(recipe), Scale.LAPTOP).values().stream();
          var trained = recipe.equals("dcgan") ? sizes : sizes.limit(1);
          assertThat(parameters)
              .as(recipe)
              .isEqualTo(trained.mapToLong(ModelSize::parameters).sum());
        });
  }

  @Test
  void pythonTrainsAsManyParametersAsWeDo() throws Exception {
    var peers = new Peers(BENCH, 1);
    compare(peers.python(), Steps.all());
    compare(peers.pythonRecipes(), RecipeSteps.all());
  }

  private static void compare(Peer python, Map<String, Step> ours) throws Exception {
    assumeTrue(python.isThere(), () -> String.join(" ", Peers.missing(List.of(python))));
    try (var worker = new Worker(python.name(), python.command(), 1)) {
      assertThat(worker.parameters()).isEqualTo(parameters(ours));
    }
  }

  private static Map<String, Long> parameters(Map<String, Step> steps) {
    var parameters = new HashMap<String, Long>();
    steps.forEach((name, step) -> parameters.put(name, step.parameters()));
    return parameters;
  }
}
