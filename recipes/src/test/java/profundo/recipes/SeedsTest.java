package profundo.recipes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import profundo.lab.Lab;
import profundo.lab.Recipes;
import profundo.lab.Request;
import profundo.lab.Scale;
import profundo.lab.UsageException;
import profundo.lab.report.Report;
import profundo.tensor.Device;
import profundo.train.StopSignal;
import profundo.train.StoppedException;
import profundo.train.progress.Progress;
import profundo.train.store.Artefact;
import profundo.train.store.MetricPoint;
import profundo.train.store.RunStore;
import profundo.train.store.StoredRun;

/// Runs of several seeds keep what every seed made.
class SeedsTest {
  private static final Map<String, String> SMALL =
      Map.of("samples", "500", "batch", "100", "epochs", "3");
  private static final int STEPS_OF_A_SEED = 3 * 5;

  @TempDir Path home;

  @Test
  void everySeedLeavesWhatItWouldLeaveAlone() throws Exception {
    try (var store = RunStore.open(home)) {
      var both = run(store, 1, 2);
      assertThat(both.weights()).isEqualTo(both.folder().resolve("model.safetensors"));
      assertSameFile(both.weights(), run(store, 1, 1).weights());
      var second = run(store, 2, 1);
      for (var name : List.of("model.safetensors", "confusion.csv", "mistakes.json")) {
        assertSameFile(
            both.folder().resolve("seed-2").resolve(name), second.folder().resolve(name));
      }
      assertThat(store.artefacts(both.id()))
          .filteredOn(artefact -> artefact.name().equals("confusion"))
          .extracting(Artefact::seed)
          .containsExactly(1L, 2L);
    }
  }

  @Test
  void curvesOfAllSeedsBeginAtTheSameStep() {
    try (var store = RunStore.open(home)) {
      var curves = store.curves(run(store, 1, 2).id());
      assertThat(curves)
          .containsOnlyKeys(
              "train.loss", "train.accuracy", "validation.loss", "validation.accuracy");
      for (var seed : List.of(1L, 2L)) {
        assertThat(curves.getOrDefault("train.loss", List.of()))
            .filteredOn(point -> point.seed() == seed)
            .extracting(MetricPoint::step)
            .containsExactly(5L, 10L, 15L);
      }
    }
  }

  @Test
  void aPageShowsTheFirstSeedAndFoldsTheOthers() throws Exception {
    try (var store = RunStore.open(home)) {
      var page = home.resolve("page.html");
      new Report(store, Locale.ENGLISH).write(run(store, 1, 3), page);
      var confusion =
          Files.readString(page)
              .replaceFirst("(?s).*<section id=\"confusion\">", "")
              .replaceFirst("(?s)</section>.*", "");
      assertThat(confusion)
          .containsSubsequence(
              "<h3>Confusion matrix</h3>",
              "seed 1",
              "<table",
              "<details><summary>",
              "seed 2</summary>",
              "<table",
              "</details>",
              "<details><summary>",
              "seed 3</summary>",
              "<table",
              "</details>");
      assertThat(confusion.split("<table", -1)).hasSize(4);
    }
  }

  @Test
  void netsOfOneRunKeepTheirWeightsPicturesAndCurves() throws Exception {
    try (var store = RunStore.open(home)) {
      var request =
          new Request(Scale.SMOKE, 1, 1, Device.CPU, 0, Map.of("samples", "200"), Optional.empty());
      var run = lab(store, StopSignal.never(), "").run(Recipes.find("mlp-dropout"), request).run();
      assertThat(store.artefacts(run.id()).stream().map(Artefact::name))
          .contains("standard", "dropout", "model", "standard.confusion", "maxNorm.confusion");
      assertThat(Files.mismatch(run.weights(), run.folder().resolve("dropout.safetensors")))
          .isNotNegative();
      var first =
          store.curves(run.id()).values().stream()
              .map(points -> points.getFirst().step())
              .collect(Collectors.toSet());
      assertThat(first).hasSize(1);
    }
  }

  @Test
  void aRunStoppedInItsSecondSeedEndsWithTheSameBits() throws Exception {
    try (var store = RunStore.open(home)) {
      var whole = run(store, 1, 2);
      var stop = StopSignal.never();
      assertThatThrownBy(() -> run(lab(store, stop, "epoch 2/3"), 1, 2))
          .isInstanceOf(StoppedException.class);
      var stopped = store.find("latest");
      assertThat(stopped.folder().resolve("seed-2/model.safetensors")).doesNotExist();
      assertThatThrownBy(
              () -> lab(store, StopSignal.never(), "").resume(Recipes.find("lenet5"), stopped))
          .isInstanceOf(UsageException.class);
      var resumed = lab(store, StopSignal.never(), "").resume(Recipes.find("mlp"), stopped);
      assertThat(resumed.steps()).isEqualTo(2 * STEPS_OF_A_SEED);
      for (var name : List.of("model.safetensors", "seed-2/model.safetensors")) {
        assertSameFile(whole.folder().resolve(name), stopped.folder().resolve(name));
      }
      assertThat(values(store, stopped)).isEqualTo(values(store, whole));
    }
  }

  private static List<String> values(RunStore store, StoredRun run) {
    return store.curves(run.id()).values().stream()
        .flatMap(List::stream)
        .map(p -> p.key() + " " + p.seed() + " " + p.step() + " " + p.value())
        .toList();
  }

  private static void assertSameFile(Path one, Path other) throws Exception {
    assertThat(Files.mismatch(one, other)).as("%s and %s", one, other).isEqualTo(-1);
  }

  private static StoredRun run(RunStore store, long seed, int seeds) {
    return run(lab(store, StopSignal.never(), ""), seed, seeds);
  }

  private static StoredRun run(Lab lab, long seed, int seeds) {
    var request = new Request(Scale.SMOKE, seed, seeds, Device.CPU, 0, SMALL, Optional.empty());
    return lab.run(Recipes.find("mlp"), request).run();
  }

  /// A lab that stops when its progress says something for the second time; never for nothing.
  private static Lab lab(RunStore store, StopSignal stop, String word) {
    var said =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8) {
          private int times;

          @Override
          public void println(String line) {
            if (!word.isEmpty() && line.startsWith(word) && ++times == 2) {
              stop.wish();
            }
          }
        };
    return new Lab(store, Progress.of(said, false, Progress.Mode.PLAIN), stop);
  }
}
