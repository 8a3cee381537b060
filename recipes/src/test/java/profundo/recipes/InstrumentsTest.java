package profundo.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import profundo.lab.Recipes;
import profundo.lab.Scale;
import profundo.lab.task.FrozenLeNet;
import profundo.lab.task.LeastSquares;
import profundo.tensor.DType;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// What figures are measured with.
class InstrumentsTest {
  @TempDir Path folder;

  /// Ridge regression by its closed form: x = ±1 with labels 1 and 0 gives weight 1 / (1 +
  /// penalty).
  @Test
  void leastSquaresSeparatesWhatALineCan() {
    try (var _ = Scope.open()) {
      var x = Tensor.of(new float[] {1, -1, 1, -1}, 4, 1);
      var y = Tensor.of(new long[] {1, 0, 1, 0});
      var classifier = LeastSquares.fit(x, y, 2, x, y);
      assertThat(classifier.error(x, y)).isZero();
      assertThat(classifier.scores(x).select(1, 1).toDoubleArray()[0]).isCloseTo(1, within(1e-3));
    }
  }

  @Test
  void leastSquaresTakesThePenaltyThatIsBestOnValidation() {
    try (var _ = Scope.open()) {
      Rng.seed(1);
      var signal = Tensors.randn(60, 1);
      var labels = signal.gt(0).to(DType.INT64).squeeze(1);
      var noisy = Tensor.cat(1, signal, Tensors.randn(60, 100));
      var other = Tensors.randn(400, 1);
      var validation = Tensor.cat(1, other, Tensors.randn(400, 100));
      var validationLabels = other.gt(0).to(DType.INT64).squeeze(1);
      double error =
          LeastSquares.fit(noisy, labels, 2, validation, validationLabels)
              .error(validation, validationLabels);
      assertThat(error).isLessThan(0.4); // 100 columns of noise beside 60 rows: 0.5 by chance
    }
  }

  @Test
  void allFrechetDistancesStandOnOneRulerThatIsKeptWithTheRun() throws Exception {
    try (var lab = new QuietLab(folder)) {
      for (var id : new String[] {"gan", "dcgan"}) {
        var changes = Map.of("epochs", "1", "samples", "200", "judged", "100");
        var run = lab.run(Recipes.find(id), Scale.SMOKE, changes).run();
        assertThat(Files.readAllBytes(run.folder().resolve("judge.safetensors")))
            .isEqualTo(FrozenLeNet.bytes());
        assertThat(run.folder().resolve("discriminator.safetensors")).exists();
      }
    }
  }

  @Test
  void theNetsBesideTheRunsOwnAreKept() {
    try (var lab = new QuietLab(folder)) {
      var run =
          lab.run(Recipes.find("resnet20"), Scale.SMOKE, Map.of("epochs", "1", "samples", "100"))
              .run();
      assertThat(run.folder().resolve("plain.safetensors")).exists();
      assertThat(run.weights()).exists();
    }
  }

  /// A means that is tested must have been at work.
  @Test
  void maxNormBindsAndDropoutDrops() {
    try (var lab = new QuietLab(folder)) {
      var metrics =
          lab.run(Recipes.find("mlp-dropout"), Scale.SMOKE, Map.of("radius", "0.6")).metrics();
      assertThat(Objects.requireNonNull(metrics.get("train.maxNorm.boundedUnits")).mean())
          .isGreaterThan(0.2);
      assertThat(Objects.requireNonNull(metrics.get("train.dropout.disagreement")).mean())
          .isPositive();
      assertThat(Objects.requireNonNull(metrics.get("train.standard.disagreement")).mean())
          .isZero();
    }
  }
}
