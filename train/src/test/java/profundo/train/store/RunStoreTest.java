package profundo.train.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import profundo.train.metric.Interval;

class RunStoreTest {
  private static final List<ClaimResult> CLAIMS =
      List.of(
          new ClaimResult(
              "test.error",
              ClaimSource.PAPER,
              OptionalDouble.of(0.0095),
              "Table 1",
              0.011,
              0.03,
              3,
              Verdict.MISSED),
          new ClaimResult(
              "test.modes",
              ClaimSource.OURS,
              OptionalDouble.empty(),
              "ten digits",
              Double.NaN,
              10,
              1,
              Verdict.MET));

  @TempDir Path home;

  @Test
  void aFinishedRunReadsBackAsItWasWritten() {
    try (var store = RunStore.open(home)) {
      String id;
      try (var run = store.begin(Plans.of("lenet5"))) {
        id = run.id();
        run.log("train.loss", 1, 0, 2.25);
        run.log("train.loss", 2, 0, 2.0);
        run.log("validation.accuracy", 2, 0, 0.5);
        run.metric("test.accuracy", 0.98);
        run.metric("test.error", 0.02, 0.04, 0.03);
        run.claims(CLAIMS);
        run.finish(Plans.totals());
      }
      var run = store.find(id);
      assertThat(run.plan()).isEqualTo(Plans.of("lenet5"));
      assertThat(run.state()).isEqualTo(RunState.DONE);
      assertThat(run.seconds()).isEqualTo(12.5);
      assertThat(run.samples()).isEqualTo(30_000);
      assertThat(run.peakRss()).isEqualTo(1L << 28);
      assertThat(run.started())
          .isBetween(Instant.now().minus(Duration.ofMinutes(1)), Instant.now());
      assertThat(run.finished()).get().matches(end -> !end.isBefore(run.started()));
      assertThat(run.folder()).isEqualTo(home.resolve("runs").resolve(id).toAbsolutePath());

      var curves = store.curves(id);
      assertThat(curves).containsOnlyKeys("train.loss", "validation.accuracy");
      assertThat(curves.get("train.loss"))
          .extracting(MetricPoint::value)
          .containsExactly(2.25, 2.0);
      assertThat(store.curve(id, "train.loss", 1))
          .extracting(MetricPoint::step)
          .containsExactly(2L);
      assertThat(store.metrics(id))
          .containsOnlyKeys("test.accuracy", "test.error")
          .contains(entry("test.error", Interval.of(0.02, 0.04, 0.03)));
      assertThat(store.claims(id)).isEqualTo(CLAIMS);
      assertThat(store.unjudged(id)).isEmpty();
    }
  }

  @Test
  void aRunKeepsWhyItIsNotJudgedUntilItGoesOn() {
    try (var store = RunStore.open(home)) {
      var why = new Unjudged(Unjudged.Reason.SETTINGS, "epochs, lr");
      String id;
      try (var run = store.begin(Plans.of("lenet5"))) {
        id = run.id();
        run.unjudged(why);
        run.fail(Plans.totals(), "the disk was full");
      }
      assertThat(store.unjudged(id)).contains(why);
      try (var _ = store.resume(id, 0)) {
        assertThat(store.unjudged(id)).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        0.1
      })
  void everyDoubleSurvivesTheStore(double value) {
    try (var store = RunStore.open(home);
        var run = store.begin(Plans.of("lenet5"))) {
      run.log("train.loss", 0, 0, value);
      run.flush();
      assertThat(store.curve(run.id(), "train.loss", -1).getFirst().value())
          .isEqualTo(Double.valueOf(value));
    }
  }

  @Test
  void anIdNamesTheRecipeAndTheMinute() {
    try (var store = RunStore.open(home);
        var run = store.begin(Plans.of("lenet5"))) {
      assertThat(run.id()).matches("lenet5-20\\d{6}-[0-2]\\d[0-5]\\d-[2-9a-z]{3}");
    }
  }

  @Test
  void manyRunsInOneMinuteHaveDifferentIds() {
    try (var store = RunStore.open(home)) {
      var ids = new HashSet<String>();
      for (var i = 0; i < 300; i++) {
        ids.add(store.begin(Plans.of("mlp")).id());
      }
      assertThat(ids).hasSize(300);
      assertThat(store.list()).hasSize(300);
    }
  }

  @Test
  void aRunIsFoundByIdByUniqueBeginningAndAsTheLatest() {
    try (var store = RunStore.open(home)) {
      var mlp = store.begin(Plans.of("mlp")).id();
      var first = store.begin(Plans.of("lenet5")).id();
      var last = store.begin(Plans.of("lenet5")).id();
      assertThat(store.find(first).id()).isEqualTo(first);
      assertThat(store.find("m").id()).isEqualTo(mlp);
      assertThat(store.find("latest").id()).isEqualTo(last);
      assertThatThrownBy(() -> store.find("lenet5"))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(first)
          .hasMessageContaining(last);
      assertThatThrownBy(() -> store.find("resnet"))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("resnet");
      assertThatThrownBy(() -> store.find("")).isInstanceOf(StoreException.class);
      assertThatThrownBy(() -> store.find("%")).isInstanceOf(StoreException.class);
    }
  }

  @Test
  void runsAreListedByRecipeAndState() {
    try (var store = RunStore.open(home)) {
      var running = store.begin(Plans.of("mlp"));
      var failed = store.begin(Plans.of("mlp"));
      failed.fail(Plans.totals(), "the loss is NaN at step 17");
      var stopped = store.begin(Plans.of("lenet5"));
      stopped.stop(Plans.totals(), "");
      assertThat(store.list()).hasSize(3);
      assertThat(store.list(RunQuery.all().recipe("mlp")))
          .extracting(StoredRun::id)
          .containsExactlyInAnyOrder(running.id(), failed.id());
      assertThat(store.list(RunQuery.all().states(RunState.FAILED)))
          .singleElement()
          .satisfies(run -> assertThat(run.note()).isEqualTo("the loss is NaN at step 17"));
      assertThat(store.list(RunQuery.all().recipe("mlp").states(RunState.STOPPED))).isEmpty();
    }
  }

  @Test
  void aRunClosedWithoutAResultHasFailed() {
    try (var store = RunStore.open(home)) {
      RunWriter run;
      try (var begun = store.begin(Plans.of("mlp"))) {
        run = begun;
        run.log("train.loss", 0, 0, 1);
      }
      assertThat(store.find(run.id()).state()).isEqualTo(RunState.FAILED);
      assertThat(store.find(run.id()).note()).isNotEmpty();
      assertThat(store.curves(run.id())).containsKey("train.loss");
      assertThatThrownBy(() -> run.log("train.loss", 1, 0, 1))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void artefactsAreFilesInTheFolderOfTheRun() throws IOException {
    try (var store = RunStore.open(home);
        var run = store.begin(Plans.of("mlp"))) {
      run.artefact("notes", ArtefactKind.TEXT, "a/notes.txt", "Notes", "one".getBytes(UTF_8));
      run.artefact("notes", ArtefactKind.TEXT, "a/notes.txt", "Notes", "two".getBytes(UTF_8));
      Files.writeString(run.folder().resolve("m.csv"), "x,y\n");
      run.artefact("matrix", ArtefactKind.MATRIX, Path.of("m.csv"), "Matrix");
      assertThat(store.artefacts(run.id()))
          .extracting(Artefact::name, Artefact::kind)
          .containsExactly(tuple("matrix", ArtefactKind.MATRIX), tuple("notes", ArtefactKind.TEXT));
      assertThat(store.artefacts(run.id()).getLast().file()).hasContent("two");
      try (var files = Files.list(run.folder().resolve("a"))) {
        assertThat(files).hasSize(1);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../escape.txt", "/tmp/profundo-escape.txt", "a/../../escape.txt", "", "."})
  void anArtefactCannotLeaveItsFolder(String name) {
    try (var store = RunStore.open(home);
        var run = store.begin(Plans.of("mlp"))) {
      assertThatThrownBy(() -> run.artefact("x", ArtefactKind.TEXT, name, "x", new byte[1]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void deletingARunDeletesItsRowsAndFiles() throws IOException {
    try (var store = RunStore.open(home)) {
      var run = store.begin(Plans.of("mlp"));
      run.log("train.loss", 0, 0, 1);
      run.artefact("notes", ArtefactKind.TEXT, "a/notes.txt", "Notes", new byte[3]);
      assertThatThrownBy(() -> store.delete(run.id())).isInstanceOf(StoreException.class);
      run.finish(Plans.totals());
      store.delete(run.id());
      assertThat(store.list()).isEmpty();
      assertThat(store.curves(run.id())).isEmpty();
      assertThat(run.folder()).doesNotExist();
    }
  }

  @Test
  void aFolderThatTheUserChoseOutlivesItsRun(@TempDir Path chosen) throws IOException {
    try (var store = RunStore.open(home)) {
      var run = store.begin(Plans.of("mlp"), chosen.resolve("out"));
      run.artefact("notes", ArtefactKind.TEXT, "notes.txt", "Notes", new byte[3]);
      run.finish(Plans.totals());
      assertThat(store.find(run.id()).folder()).isEqualTo(chosen.resolve("out"));
      store.delete(run.id());
      assertThat(chosen.resolve("out/notes.txt")).hasSize(3);
    }
  }

  @Test
  void aResumedRunForgetsWhatCameAfterItsCheckpoint() {
    try (var store = RunStore.open(home)) {
      var run = store.begin(Plans.of("mlp"));
      for (var step = 0; step < 10; step++) {
        run.log("train.loss", step, 0, step);
      }
      assertThatThrownBy(() -> store.resume(run.id(), 6)).isInstanceOf(StoreException.class);
      run.metric("test.accuracy", 0.1);
      run.stop(Plans.totals(), "Ctrl-C");
      try (var again = store.resume(run.id(), 6)) {
        again.log("train.loss", 7, 0, 70);
        again.finish(Plans.totals());
      }
      assertThat(store.curve(run.id(), "train.loss", 4))
          .extracting(MetricPoint::value)
          .containsExactly(5.0, 6.0, 70.0);
      assertThat(store.metrics(run.id())).isEmpty();
      assertThat(store.find(run.id()).state()).isEqualTo(RunState.DONE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mit Leerzeichen", "año?x=1&y#z", "100%"})
  void aStoreMayLieInAnyFolder(String name) {
    var place = home.resolve(name);
    try (var store = RunStore.open(place)) {
      store.begin(Plans.of("mlp")).finish(Plans.totals());
    }
    assertThat(place.resolve("runs.db")).isNotEmptyFile();
    try (var store = RunStore.read(place)) {
      assertThat(store.list()).hasSize(1);
    }
  }

  @Test
  void aStoreThatIsNotThereReadsAsEmptyAndIsNotMade() {
    try (var store = RunStore.read(home.resolve("none"))) {
      assertThat(store.list()).isEmpty();
      assertThatThrownBy(() -> store.find("latest")).isInstanceOf(StoreException.class);
    }
    assertThat(home.resolve("none")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"LeNet", "a/b", "..", "", "-x", "a b"})
  void aRecipeNameThatIsNoFileNameIsRefused(String name) {
    assertThatThrownBy(() -> Plans.of(name)).isInstanceOf(IllegalArgumentException.class);
  }
}
