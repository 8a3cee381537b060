package profundo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import profundo.data.Batch;
import profundo.data.Loader;
import profundo.data.TensorDataset;
import profundo.data.source.Sources;
import profundo.nn.Layer;
import profundo.nn.Linear;
import profundo.nn.Net;
import profundo.nn.NetException;
import profundo.nn.StateDict;
import profundo.optim.Sgd;
import profundo.tensor.Device;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.progress.Progress;
import profundo.train.store.MetricPoint;
import profundo.train.store.Plans;
import profundo.train.store.RunStore;
import profundo.train.store.RunWriter;

class FitTest {
  private static final long STEPS = 4 * 32;

  @TempDir Path home;

  @Test
  void aTrainingLearnsAndRecordsItsCurves() {
    try (var store = RunStore.open(home);
        var writer = store.begin(Plans.of("small"))) {
      SmallTraining.train(writer, StopSignal.never(), () -> {});
      writer.finish(Plans.totals());
      var run = store.list().getFirst();
      assertThat(store.curve(run.id(), "train.loss", -1)).hasSize(4);
      assertThat(store.metrics(run.id()).get("train.accuracy"))
          .extracting(accuracy -> accuracy == null ? Double.NaN : accuracy.mean())
          .satisfies(mean -> assertThat(mean).isGreaterThan(0.85));
      assertThat(Run.stepOfCheckpoint(run.folder())).isEqualTo(STEPS);
    }
  }

  @Test
  void aTrainingThatIsKilledAgainAndAgainEndsWithTheSameBits() throws Exception {
    var whole = home.resolve("whole");
    var killed = home.resolve("killed");
    assertThat(process(whole, Integer.MAX_VALUE)).isZero();
    assertThat(process(killed, 9)).isNotZero();
    assertThat(process(killed, 37)).isNotZero();
    assertThat(process(killed, Integer.MAX_VALUE)).isZero();

    try (var a = RunStore.open(whole);
        var b = RunStore.open(killed);
        var _ = Scope.open()) {
      var expected = a.list().getFirst();
      var resumed = b.list().getFirst();
      var weights = "model.safetensors";
      assertThat(
              Files.mismatch(expected.folder().resolve(weights), resumed.folder().resolve(weights)))
          .isEqualTo(-1);
      assertThat(values(b, resumed.id())).isEqualTo(values(a, expected.id()));
    }
  }

  private static List<Double> values(RunStore store, String id) {
    return store.curve(id, "train.loss", -1).stream().map(MetricPoint::value).toList();
  }

  private static int process(Path home, int killAfter) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                SmallTraining.class.getName(),
                home.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = process.inputReader()) {
      int steps = 0;
      while (said.readLine() != null) {
        if (++steps == killAfter) {
          process.destroyForcibly();
          break;
        }
      }
    }
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void aWishToStopLeavesACheckpointAndSaysHowToGoOn() {
    try (var store = RunStore.open(home);
        var writer = store.begin(Plans.of("small"))) {
      var stop = StopSignal.never();
      var steps = new AtomicInteger();
      assertThatThrownBy(() ->
              SmallTraining.train(
                  writer,
                  stop,
                  () -> {
                    if (steps.incrementAndGet() == 40) {
                      stop.wish();
                    }
                  }))
          .isInstanceOf(StoppedException.class)
          .hasMessageContaining("--resume " + writer.id());
      assertThat(Run.stepOfCheckpoint(writer.folder())).isEqualTo(40);
      writer.stop(Plans.totals(), "");
    }
  }

  private static final class Broken extends Net implements Layer {
    final Linear fc1 = new Linear(4, 4);
    final Linear fc2 = new Linear(4, 2);

    @Override
    public Tensor forward(Tensor x) {
      return fc2.forward(fc1.forward(x).log());
    }
  }

  @Test
  void aLossThatIsNoNumberStopsWithTheStepAndTheLayer() {
    try (var store = RunStore.open(home);
        var writer = store.begin(Plans.of("broken"));
        var _ = Scope.open();
        var loader =
            new Loader(
                new TensorDataset(Tensor.randn(8, 4), Tensor.of(new long[8])), o -> o.batch(4))) {
      var run = run(writer);
      var net = new Broken();
      var fit =
          new Fit<Batch>(run, loader, 1)
              .train(
                  net,
                  new Sgd(net.parameters(), 0.1),
                  batch -> net.forward(batch.x()).crossEntropy(batch.y()));
      assertThatThrownBy(fit::run)
          .isInstanceOf(TrainException.class)
          .hasMessageContaining("step 1")
          .hasMessageContaining("fc2");
    }
  }

  @Test
  void accumulatedGradientsOfHalfBatchesEqualThoseOfWholeOnes() {
    try (var store = RunStore.open(home);
        var _ = Scope.open()) {
      var x = Tensor.randn(32, 4);
      var y = x.argmax(1);
      var whole = linear(store, x, y, 16, 1);
      var halves = linear(store, x, y, 8, 2);
      assertThat(halves).usingComparatorWithPrecision(1e-5f).containsExactly(whole);
    }
  }

  private static float[] linear(RunStore store, Tensor x, Tensor y, int batch, int accumulate) {
    try (var writer = store.begin(Plans.of("linear"));
        var loader = new Loader(new TensorDataset(x, y), o -> o.batch(batch))) {
      var run = run(writer);
      var net = new Linear(4, 4);
      new Fit<Batch>(run, loader, 3)
          .train(net, new Sgd(net.parameters(), 0.5), b -> net.forward(b.x()).crossEntropy(b.y()))
          .accumulate(accumulate)
          .run();
      writer.finish(Plans.totals());
      return net.stateDict().get("weight").toFloatArray();
    }
  }

  @Test
  void earlyStoppingGoesBackToTheBestWeights() {
    try (var store = RunStore.open(home);
        var writer = store.begin(Plans.of("early"));
        var _ = Scope.open();
        var loader =
            new Loader(
                new TensorDataset(Tensor.randn(8, 4), Tensor.of(new long[8])), o -> o.batch(8))) {
      var run = run(writer);
      var net = new Linear(4, 2);
      var looks = new AtomicInteger();
      var best = new float[1][];
      new Fit<Batch>(run, loader, 20)
          .train(net, new Sgd(net.parameters(), 0.1), b -> net.forward(b.x()).crossEntropy(b.y()))
          .measure(
              "validation.loss",
              () -> {
                if (looks.incrementAndGet() == 3) {
                  best[0] = net.stateDict().get("weight").toFloatArray();
                }
                return Math.abs(looks.get() - 3.0);
              })
          .stopEarly("validation.loss", EarlyStopping.ofMin(2, 0))
          .run();
      assertThat(looks).hasValue(5);
      assertThat(net.stateDict().get("weight").toFloatArray()).containsExactly(best[0]);
    }
  }

  @Test
  void aCheckpointOfAnotherModelOrCutShortIsRefusedWithASentence() throws IOException {
    var file = home.resolve("checkpoint.safetensors");
    try (var _ = Scope.open()) {
      new Checkpoint(file).hold("net", new Linear(4, 2)).write(Map.of());
      var other = new Checkpoint(file).hold("net", new Linear(5, 2));
      assertThatThrownBy(other::read)
          .isInstanceOf(NetException.class)
          .hasMessageContaining("weight");
      var more =
          new Checkpoint(file)
              .hold("net", new Linear(4, 2))
              .hold("discriminator", new Linear(1, 1));
      assertThatThrownBy(more::read)
          .isInstanceOf(TrainException.class)
          .hasMessageContaining("discriminator");
      var bytes = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(bytes, bytes.length - 8));
      assertThatThrownBy(() -> StateDict.read(file)).isInstanceOf(NetException.class);
      assertThatThrownBy(new Checkpoint(file).hold("net", new Linear(4, 2))::read)
          .isInstanceOf(NetException.class)
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void aCheckpointIsNeverReplacedByNumbersThatAreNotFinite() throws IOException {
    var file = home.resolve("checkpoint.safetensors");
    try (var _ = Scope.open()) {
      var net = new Linear(2, 2);
      var checkpoint = new Checkpoint(file).hold("net", net);
      checkpoint.write(Map.of());
      var good = Files.readAllBytes(file);
      net.stateDict().get("weight").detach().fill_(Double.NaN);
      assertThatThrownBy(() -> checkpoint.write(Map.of()))
          .isInstanceOf(TrainException.class)
          .hasMessageContaining("net/weight");
      assertThat(Files.readAllBytes(file)).isEqualTo(good);
    }
  }

  private static Run run(RunWriter writer) {
    var run =
        new Run(
            writer,
            Progress.of(System.err, Progress.Mode.QUIET),
            Sources.ofEnvironment(),
            Device.CPU,
            StopSignal.never());
    run.begin(1);
    return run;
  }
}
