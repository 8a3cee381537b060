package profundo.train.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is read from a store is what was written, or it is refused.
class StoreDamageTest {
  @TempDir Path home;

  private Path database() {
    return home.resolve("runs.db");
  }

  private String filled() {
    try (var store = RunStore.open(home)) {
      var run = store.begin(Plans.of("mlp"));
      for (var step = 0; step < 300; step++) {
        run.log("train.loss", step, step / 100, 1.0 / (step + 1));
      }
      run.log("validation.loss", 300, 3, Double.NaN);
      run.metric("test.error", 0.02, 0.04, 0.03);
      run.claims(
          List.of(
              new ClaimResult(
                  "test.error",
                  ClaimSource.PAPER,
                  OptionalDouble.of(0.0095),
                  "Table 1",
                  0.011,
                  0.03,
                  3,
                  Verdict.MISSED)));
      run.artefact("notes", ArtefactKind.TEXT, "notes.txt", "Notes", "one".getBytes(UTF_8));
      run.artefact("notes", ArtefactKind.TEXT, "notes.txt", "Notes", "two".getBytes(UTF_8));
      run.finish(Plans.totals());
      return run.id();
    }
  }

  private List<Object> all(String id) {
    try (var store = RunStore.read(home)) {
      var all = new ArrayList<Object>();
      all.add(store.list());
      all.add(store.find(id));
      all.add(store.curves(id));
      all.add(store.metrics(id));
      all.add(store.claims(id));
      all.add(store.artefacts(id));
      return all;
    }
  }

  @Test
  void aFlippedBitIsRefusedOrChangesNothingThatIsRead() throws IOException {
    var id = filled();
    var truth = all(id);
    var whole = Files.readAllBytes(database());
    var seed = new Random().nextLong();
    var random = new Random(seed);
    var refused = 0;
    for (var i = 0; i < 300; i++) {
      var flipped = whole.clone();
      flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(database(), flipped);
      try {
        assertThat(all(id)).as("seed %d, flip %d", seed, i).isEqualTo(truth);
      } catch (StoreException e) {
        assertThat(e.getMessage()).doesNotContain("\n");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(30);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE point SET value = 0.5 WHERE step = 17",
        "DELETE FROM point WHERE step = 17",
        "UPDATE final_metric SET value = 0.01 WHERE place = 0",
        "UPDATE claim SET met = 1",
        "UPDATE artefact SET file = 'others.txt'",
        "UPDATE run SET samples = samples + 1",
        "UPDATE run SET unjudged = 'otherData'",
        "UPDATE run SET crc = 0",
      })
  void aRowThatNoProfundoWroteIsRefused(String change) throws Exception {
    var id = filled();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database());
        var statement = connection.createStatement()) {
      statement.execute("DROP TRIGGER run_changed");
      assertThat(statement.executeUpdate(change)).isPositive();
    }
    assertThatThrownBy(() -> all(id))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(database().toString())
        .hasMessageContaining("damaged");
  }

  @ParameterizedTest
  @CsvSource({
    "run, RUNS",
    "point, POINTS",
    "final_metric, METRICS",
    "claim, CLAIMS",
    "artefact, ARTEFACTS"
  })
  void everyColumnIsUnderAChecksum(String table, String question) throws Exception {
    filled();
    var sql = (String) RunRows.class.getDeclaredField(question).get(null);
    var columns = new ArrayList<String>();
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database());
        var statement = connection.createStatement();
        var rows = statement.executeQuery("PRAGMA table_info(" + table + ")")) {
      while (rows.next()) {
        columns.add(rows.getString("name"));
      }
    }
    columns.remove("crc");
    var covered = sql.substring(sql.indexOf('(') + 1, sql.indexOf(')')).split(", ", -1);
    assertThat(covered).containsExactlyInAnyOrderElementsOf(columns);
  }

  @Test
  void aResumedAndADeletedRunLeaveTheStoreWhole() {
    var id = filled();
    try (var store = RunStore.open(home)) {
      var other = store.begin(Plans.of("lenet5"));
      other.metric("test.error", 0.1);
      other.log("train.loss", 1, 0, 2);
      other.finish(Plans.totals());
      try (var again = store.resume(id, 100)) {
        again.log("train.loss", 101, 1, 7);
        again.metric("test.error", 0.5);
        again.metric("test.error", 0.4, 0.6);
        again.finish(Plans.totals());
      }
      store.delete(other.id());
    }
    assertThat(all(id)).hasSize(6);
    try (var store = RunStore.read(home)) {
      assertThat(store.curve(id, "train.loss", -1)).hasSize(102);
    }
  }

  @Test
  void everyBitOfAnArtefactIsGuarded() throws IOException {
    var id = filled();
    try (var store = RunStore.read(home)) {
      var artefact = store.artefacts(id).getFirst();
      assertThat(artefact.read()).asString(UTF_8).isEqualTo("two");
      for (var bit = 0; bit < 24; bit++) {
        var flipped = "two".getBytes(UTF_8);
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        Files.write(artefact.file(), flipped);
        assertThatThrownBy(artefact::read)
            .isInstanceOf(StoreException.class)
            .hasMessageContaining(artefact.file().toString());
      }
      Files.delete(artefact.file());
      assertThatThrownBy(artefact::read).isInstanceOf(StoreException.class);
    }
  }
}
