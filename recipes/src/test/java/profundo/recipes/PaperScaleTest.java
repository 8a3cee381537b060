package profundo.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import profundo.lab.Recipe;
import profundo.lab.Recipes;
import profundo.lab.Scale;
import profundo.train.store.RunState;

/// The paper's nets and optimizers take their first steps; only the data and the passes are fewer.
@Tag("slow")
class PaperScaleTest {
  private static final Map<String, String> FEW_PICTURES = Map.of("epochs", "1", "samples", "300");
  private static final Map<String, Map<String, String>> SHORTER =
      Map.of(
          "adversarial",
          Map.of(
              "epochs",
              "1",
              "plainEpochs",
              "1",
              "samples",
              "300",
              "attackSteps",
              "2",
              "judged",
              "10",
              "drawn",
              "10",
              "searched",
              "2",
              "searchSteps",
              "2"),
          "resnet20",
          Map.of("epochs", "1", "samples", "300", "data", "made pictures"),
          "char-lstm",
          Map.of("epochs", "1"),
          "transformer-translate",
          Map.of("epochs", "1", "tokens", "100", "data", "made sentences"),
          "speech-ctc",
          Map.of(
              "epochs", "1", "strings", "4", "tested", "4", "data", "made sounds", "speaker", "C"),
          "ntm-copy",
          Map.of("batches", "2"),
          "vae",
          Map.of("epochs", "1", "samples", "300", "importance", "2", "estimated", "100"),
          "gan",
          Map.of("epochs", "1", "samples", "300", "judged", "100"),
          "dcgan",
          Map.of("epochs", "1", "samples", "300", "judged", "100"));

  @TempDir Path folder;

  static List<Recipe<?>> recipes() {
    return Recipes.all().stream().filter(recipe -> !recipe.id().equals("perceptron")).toList();
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void everyPaperScaleTakesItsFirstSteps(Recipe<?> recipe) throws Exception {
    var changes = new HashMap<>(SHORTER.getOrDefault(recipe.id(), FEW_PICTURES));
    if (recipe.id().equals("char-lstm")) {
      var text = folder.resolve("text.txt");
      Files.writeString(text, "the old queen follows my son.\n".repeat(500));
      changes.put("data", text.toString());
    }
    try (var lab = new QuietLab(folder)) {
      var result = lab.run(recipe, Scale.PAPER, changes);
      assertThat(result.run().state()).isEqualTo(RunState.DONE);
      assertThat(result.steps()).isPositive();
    }
  }
}
