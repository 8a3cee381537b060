package profundo.train.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store of the first version: two seeds, each with two nets, steps counted through the whole
/// run.
class StoreMigrationTest {
  private static final String FIRST_VERSION =
      """
      INSERT INTO run (id, recipe, config, scale, seed, device, threads, data, data_source,
          data_samples, environment, state, started, host, pid, pid_started)
        VALUES ('mlp-1', 'mlp', '{"seeds":2}', 'smoke', 7, 'cpu', 2, 'mnist', 'bundled', 100, '{}',
          'done', 0, '', 1, 0);
      INSERT INTO point (run, key, step, epoch, time, value) VALUES
        ('mlp-1', 'train.a.loss', 10, 0, 0, 1.0), ('mlp-1', 'train.a.loss', 20, 1, 0, 0.5),
        ('mlp-1', 'train.b.loss', 30, 0, 0, 2.0), ('mlp-1', 'train.a.loss@8', 40, 0, 0, 3.0),
        ('mlp-1', 'train.b.loss@8', 50, 0, 0, 4.0);
      INSERT INTO artefact VALUES ('mlp-1', 'confusion', 'matrix', 'confusion.csv', 'Confusion');
      INSERT INTO claim VALUES
        ('mlp-1', 0, 'test.accuracy', 0.97, 'table 1', 0.98, 0.99, 1),
        ('mlp-1', 1, 'test.modes', 10, 'ten digits', 10, 9, 0);
      PRAGMA user_version = 1;
      """;

  @TempDir Path home;

  @BeforeEach
  void aStoreOfTheFirstVersion() throws Exception {
    try (var script = RunStore.class.getResourceAsStream("store-1.sql");
        var connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("runs.db"));
        var statement = connection.createStatement()) {
      assertThat(script).isNotNull();
      var schema = new String(script.readAllBytes(), StandardCharsets.UTF_8);
      for (var sql : (schema + FIRST_VERSION).split(";\\s*", 0)) {
        statement.execute(sql);
      }
    }
  }

  @Test
  void pointsGetTheirSeedAndTheStepOfTheirTraining() {
    try (var store = RunStore.open(home)) {
      check(store);
      assertThat(store.artefacts("mlp-1"))
          .extracting(Artefact::name, Artefact::seed)
          .containsExactly(tuple("confusion", 8L));
    }
    try (var store = RunStore.open(home)) {
      check(store);
    }
  }

  /// What an older store called the paper's had not been looked up, and some of it was ours.
  @Test
  void claimsSayWhoseTheyAreAndHowTheyEnded() {
    try (var store = RunStore.open(home)) {
      assertThat(store.claims("mlp-1"))
          .extracting(ClaimResult::source, claim -> claim.paper(), ClaimResult::verdict)
          .containsExactly(
              tuple(ClaimSource.MEMORY, OptionalDouble.of(0.97), Verdict.MET),
              tuple(ClaimSource.OURS, OptionalDouble.empty(), Verdict.MISSED));
      assertThat(store.claims("mlp-1")).extracting(ClaimResult::seeds).containsOnly(0);
      assertThat(store.unjudged("mlp-1")).isEmpty();
    }
  }

  @Test
  void aReaderLeavesAnOlderStoreAsItIs() throws Exception {
    var before = Files.readAllBytes(home.resolve("runs.db"));
    try (var store = RunStore.read(home)) {
      check(store);
    }
    assertThat(home.resolve("runs.db")).hasBinaryContent(before);
  }

  @Test
  void aStoreInWhichAnOlderProgramStillRunsIsLeftAsItIs() throws Exception {
    var self = Owner.self();
    change(
        "UPDATE run SET state = 'running', host = '%s', pid = %d, pid_started = %d"
            .formatted(self.host(), self.pid(), self.started()));
    var before = Files.readAllBytes(home.resolve("runs.db"));
    assertThatThrownBy(() -> RunStore.open(home))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("older Profundo, whose run mlp-1 is still going");
    assertThat(home.resolve("runs.db")).hasBinaryContent(before);
    change("UPDATE run SET pid_started = 1");
    try (var store = RunStore.open(home)) {
      assertThat(store.find("mlp-1").state()).isEqualTo(RunState.INTERRUPTED);
    }
  }

  private void change(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("runs.db"));
        var statement = connection.createStatement()) {
      statement.executeUpdate(sql);
    }
  }

  @Test
  void aRunOfAnOlderStoreIsResumedAtItsCheckpoint() {
    try (var store = RunStore.open(home);
        var _ = store.resume("mlp-1", 30)) {
      assertThat(store.curves("mlp-1").values())
          .allSatisfy(points -> assertThat(points).extracting(MetricPoint::seed).containsOnly(7L));
    }
  }

  private static void check(RunStore store) {
    assertThat(store.curves("mlp-1").get("train.a.loss"))
        .extracting(MetricPoint::seed, MetricPoint::step, MetricPoint::value)
        .containsExactly(tuple(7L, 10L, 1.0), tuple(7L, 20L, 0.5), tuple(8L, 10L, 3.0));
    assertThat(store.curves("mlp-1").get("train.b.loss"))
        .extracting(MetricPoint::seed, MetricPoint::step)
        .containsExactly(tuple(7L, 10L), tuple(8L, 10L));
  }
}
