package profundo.train.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreTroubleTest {
  @TempDir Path home;

  @Test
  void aStoreOfANewerProfundoIsRefusedAndUntouched() throws Exception {
    RunStore.open(home).close();
    sql("PRAGMA user_version = 99");
    var before = Files.readAllBytes(database());
    assertThatThrownBy(() -> RunStore.open(home))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("99")
        .hasMessageContaining(database().toString());
    assertThatThrownBy(() -> RunStore.read(home)).isInstanceOf(StoreException.class);
    assertThat(database()).hasBinaryContent(before);
  }

  @Test
  void aFileThatIsNoDatabaseIsRefusedAndUntouched() throws IOException {
    Files.writeString(database(), "this is a letter, no database\n".repeat(200));
    var before = Files.readAllBytes(database());
    assertThatThrownBy(() -> RunStore.open(home))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(database().toString());
    assertThatThrownBy(() -> RunStore.read(home)).isInstanceOf(StoreException.class);
    assertThat(database()).hasBinaryContent(before);
  }

  @Test
  void aDamagedStoreGivesASentenceAndNeverAnotherError() throws Exception {
    String id;
    try (var store = RunStore.open(home)) {
      var run = store.begin(Plans.of("mlp"));
      id = run.id();
      for (var step = 0; step < 500; step++) {
        run.log("train.loss", step, 0, step);
      }
      run.artefact("notes", ArtefactKind.TEXT, "notes.txt", "Notes", new byte[3]);
      run.finish(Plans.totals());
    }
    var whole = Files.readAllBytes(database());
    var random = new Random(7);
    var refused = 0;
    for (var i = 0; i < 300; i++) {
      var cut = random.nextInt(4) == 0 ? random.nextInt(whole.length) : whole.length;
      var damaged = Arrays.copyOf(whole, cut);
      for (var flips = random.nextInt(1, 40); flips > 0 && cut > 0; flips--) {
        damaged[random.nextInt(cut)] = (byte) random.nextInt(256);
      }
      Files.write(database(), damaged);
      try (var store = RunStore.read(home)) {
        store.list();
        store.curves(id);
        store.metrics(id);
        store.claims(id);
        store.artefacts(id);
      } catch (StoreException e) {
        assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(50);
  }

  @Test
  void aFullDiskStopsTheLoggingWithASentence() throws Exception {
    try (var file = StoreFile.write(database())) {
      file.change("CREATE TABLE filler (x BLOB)");
      var pages = file.ask("PRAGMA page_count", row -> row.getInt(1)).getFirst();
      file.ask("PRAGMA max_page_count = " + (pages + 2), row -> row.getInt(1));
      assertThatThrownBy(() -> file.change("INSERT INTO filler VALUES (zeroblob(100000))"))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("PROFUNDO_HOME");
      assertThat(file.ask("SELECT count(*) FROM filler", row -> row.getInt(1))).containsExactly(0);
    }
  }

  @Test
  void aTransactionThatSqliteUndidByItselfStillSaysThatTheDiskIsFull() {
    try (var file = StoreFile.write(database())) {
      file.change("CREATE TABLE t (x INTEGER PRIMARY KEY)");
      assertThatThrownBy(() ->
              file.transact(() -> {
                file.change("INSERT INTO t VALUES (1)");
                file.change("ROLLBACK");
                throw new SQLException("database or disk is full", null, 13);
              }))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("PROFUNDO_HOME");
      file.transact(() -> file.change("INSERT INTO t VALUES (2)"));
      assertThat(file.ask("SELECT x FROM t", row -> row.getInt(1))).containsExactly(2);
    }
  }

  @Test
  void aFailedTransactionLeavesNothingBehind() {
    try (var file = StoreFile.write(database())) {
      file.change("CREATE TABLE t (x INTEGER PRIMARY KEY)");
      assertThatThrownBy(() ->
              file.transact(() -> {
                file.change("INSERT INTO t VALUES (1)");
                file.transact(() -> file.change("INSERT INTO t VALUES (2)"));
                file.change("INSERT INTO t VALUES (1)");
              }))
          .isInstanceOf(StoreException.class);
      assertThat(file.ask("SELECT count(*) FROM t", row -> row.getInt(1))).containsExactly(0);
      file.change("INSERT INTO t VALUES (3)");
      assertThat(file.ask("SELECT x FROM t", row -> row.getInt(1))).containsExactly(3);
    }
  }

  @Test
  void aStoreInAReadOnlyFolderIsReadableAndNotWritable() throws IOException {
    try (var store = RunStore.open(home)) {
      store.begin(Plans.of("mlp")).finish(Plans.totals());
    }
    assumeThat(System.getProperty("user.name"))
        .as("permissions do not bind root: skipped")
        .isNotEqualTo("root");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("r-xr-xr-x"));
    try {
      assertThatThrownBy(() -> RunStore.open(home)).isInstanceOf(StoreException.class);
      try (var store = RunStore.read(home)) {
        assertThat(store.list()).hasSize(1);
      }
    } finally {
      Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
  }

  @Test
  void aStoreWhereAFileStandsInTheWayIsRefused() throws IOException {
    var file = Files.createFile(home.resolve("file"));
    assertThatThrownBy(() -> RunStore.open(file.resolve("store")))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"state = 'sleeping'", "recipe = 'A B'"})
  void aRowThatCannotBeIsDamage(String damage) throws Exception {
    try (var store = RunStore.open(home)) {
      store.begin(Plans.of("mlp")).finish(Plans.totals());
    }
    sql("UPDATE run SET " + damage);
    try (var store = RunStore.read(home)) {
      assertThatThrownBy(store::list)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining(database().toString());
    }
  }

  @Test
  void aCopyOfAStoreWithoutItsLogIsReadable() throws IOException {
    var copy = Files.createDirectory(home.resolve("copy"));
    try (var store = RunStore.open(home)) {
      store.begin(Plans.of("mlp")).finish(Plans.totals());
    }
    Files.copy(database(), copy.resolve("runs.db"), StandardCopyOption.REPLACE_EXISTING);
    try (var store = RunStore.read(copy)) {
      assertThat(store.list()).hasSize(1);
    }
  }

  private Path database() {
    return home.resolve("runs.db");
  }

  private void sql(String statement) throws Exception {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database());
        var s = connection.createStatement()) {
      RowChecksum.register(connection);
      s.execute(statement);
    }
  }
}
