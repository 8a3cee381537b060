package profundo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import profundo.data.Batch;
import profundo.data.Loader;
import profundo.data.TensorDataset;
import profundo.nn.Linear;
import profundo.optim.Adam;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.progress.Progress;

/// A training that no store knows.
class FitAloneTest {
  private static final int EPOCHS = 4;

  @TempDir Path folder;

  private Scope scope;
  private Loader loader;

  @BeforeEach
  void data() {
    scope = Scope.open();
    Rng.seed(1);
    var x = Tensor.randn(64, 4);
    var y = x.narrow(1, 0, 2).argmax(1);
    loader = new Loader(new TensorDataset(x, y), o -> o.batch(16).shuffle(1));
  }

  @AfterEach
  void close() {
    loader.close();
    scope.close();
  }

  private static Linear net() {
    Rng.seed(2);
    return new Linear(4, 2);
  }

  private Fit<Batch> fit(int epochs) {
    return new Fit<>(loader, epochs).progress(Progress.of(System.err, Progress.Mode.QUIET));
  }

  private static GradientTraining<Batch> train(Fit<Batch> fit, Linear net) {
    return fit.train(
        net,
        new Adam(net.parameters(), 0.05),
        batch -> net.forward(batch.x()).crossEntropy(batch.y()));
  }

  private static float[] weights(Linear net) {
    return net.stateDict().get("weight").toFloatArray();
  }

  @Test
  void itLearnsAndSaysItsFigures() {
    var net = net();
    var fit = train(fit(30), net).measure("train.share", () -> 0.25);
    fit.run();
    assertThat(fit.figures().get("train.loss")).isLessThan(0.3);
    assertThat(fit.figures()).containsEntry("train.share", 0.25);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void itTakesTheStepsOfTheSameTrainingInAStore() {
    var alone = net();
    var fit = train(fit(EPOCHS), alone);
    fit.run();
    try (var stored = TestRun.begin(folder)) {
      var net = net();
      train(new Fit<>(stored.run, loader, EPOCHS), net).run();
      assertThat(weights(alone)).containsExactly(weights(net));
      assertThat(stored.run.last("train.loss")).isEqualTo(fit.figures().get("train.loss"));
    }
  }

  @Test
  void itShowsItsProgressAsItIsTold() {
    var shown = new ByteArrayOutputStream();
    var stream = new PrintStream(shown, true, StandardCharsets.UTF_8);
    train(fit(2).progress(Progress.of(stream, Progress.Mode.PLAIN)), net()).run();
    assertThat(shown.toString(StandardCharsets.UTF_8))
        .contains("epoch 1/2", "epoch 2/2", "train.loss");
  }

  @Test
  void withItsFileItGoesOnAndEndsWithTheSameBits() {
    var whole = net();
    train(fit(EPOCHS), whole).run();
    var file = folder.resolve("state.safetensors");
    train(fit(2).checkpoint(file), net()).run();
    assertThat(file).exists();
    var resumed = net();
    train(fit(EPOCHS).checkpoint(file), resumed).run();
    assertThat(weights(resumed)).containsExactly(weights(whole));
  }

  @Test
  void stoppingEarlyGoesBackToTheBestWeightsWithAndWithoutAFile() throws Exception {
    var remembered = stoppedEarly(fit(20));
    var written = stoppedEarly(fit(20).checkpoint(folder.resolve("state.safetensors")));
    assertThat(written).containsExactly(remembered);
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("state.safetensors", "best-state.safetensors");
    }
  }

  private static float[] stoppedEarly(Fit<Batch> fit) {
    var net = net();
    var looks = new AtomicInteger();
    var best = new float[1][];
    var training =
        train(fit, net)
            .measure(
                "validation.loss",
                () -> {
                  if (looks.incrementAndGet() == 3) {
                    best[0] = weights(net);
                  }
                  return Math.abs(looks.get() - 3.0);
                })
            .stopEarly("validation.loss", EarlyStopping.ofMin(2, 0));
    training.run();
    assertThat(weights(net)).containsExactly(best[0]);
    assertThat(training.figures().get("validation.loss")).isCloseTo(0, within(0.0));
    return best[0];
  }

  @Test
  void whatBelongsToAStoreIsNotSaidOfATrainingInOne() {
    try (var stored = TestRun.begin(folder)) {
      var fit = new Fit<Batch>(stored.run, loader, 1);
      assertThatThrownBy(() -> fit.checkpoint(folder.resolve("x")))
          .hasMessageContaining("checkpoint(…) of a run in a store");
    }
  }
}
