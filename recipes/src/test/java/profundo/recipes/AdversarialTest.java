package profundo.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import profundo.lab.Recipes;
import profundo.lab.Request;
import profundo.lab.Scale;
import profundo.lab.Trained;
import profundo.lab.UsageException;
import profundo.lab.task.TrainedClassifier;
import profundo.tensor.Device;
import profundo.train.store.Artefact;

/// Attacks on what others trained.
class AdversarialTest {
  private static final Map<String, String> FEW =
      Map.of("samples", "200", "judged", "20", "drawn", "10", "searched", "2");

  @TempDir Path folder;

  @Test
  void aStoreWithoutTheSystemSaysWhatToRunFirstAndKeepsNoRun() {
    try (var lab = new QuietLab(folder)) {
      var request = new Request(Scale.SMOKE, 1, 1, Device.CPU, 0, FEW, Optional.empty());
      assertThatThrownBy(() -> lab.alone(Recipes.find("adversarial"), request))
          .isInstanceOf(UsageException.class)
          .hasMessage("No run of lenet5 has weights yet: profundo run lenet5 trains it.");
      assertThat(lab.store().list()).isEmpty();
    }
  }

  @Test
  void theAttackOfTheNewestSystemIsFiguresCurvesAndPictures() {
    try (var lab = new QuietLab(folder)) {
      var run = lab.run(Recipes.find("adversarial"), Scale.SMOKE, FEW).run();
      assertThat(lab.store().artefacts(run.id()))
          .extracting(Artefact::name)
          .contains("nets.accuracyOverEpsilon", "nets.accuracyOverRadius", "nets.transfer")
          .contains("nets.distances", "attacked.examples", "held", "confusion", "plain.confusion");
      assertThat(lab.store().metrics(run.id()).get("test.robustAccuracy").mean())
          .isLessThanOrEqualTo(lab.store().metrics(run.id()).get("test.fgsmAccuracy").mean())
          .isLessThanOrEqualTo(lab.store().metrics(run.id()).get("test.pgdAccuracy").mean());
    }
  }

  @Test
  void aSystemOfAttacksIsAClassifierThatCanBeAttackedInItsTurn() {
    try (var lab = new QuietLab(folder)) {
      var recipe = Recipes.find("adversarial");
      var first = lab.run(recipe, Scale.SMOKE, FEW).run();
      try (var trained = Trained.open(lab.store(), first.id(), Device.CPU)) {
        assertThat(TrainedClassifier.of(trained).labels()).hasSize(10);
      }
      var changes = new HashMap<>(FEW);
      changes.put("of", "adversarial");
      assertThat(lab.run(recipe, Scale.SMOKE, changes).metrics())
          .containsKey("test.attacked.fgsmError");
    }
  }
}
