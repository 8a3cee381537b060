package profundo.train.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;
import profundo.base.Reason;
import profundo.base.Text;
import profundo.train.TrainException;

/// The SQLite database of a run store: opening, migrating, asking, and errors that a person can
/// read.
///
/// One connection, used by one thread at a time.
final class StoreFile implements AutoCloseable {
  /// How a row becomes a value.
  @FunctionalInterface
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /// What happens wholly or not at all.
  @FunctionalInterface
  interface Work {
    void run() throws SQLException;
  }

  static final int BUSY = 5;
  private static final int ERROR = 1;
  private static final int PERMISSION = 3;
  private static final int LOCKED = 6;
  private static final int READ_ONLY = 8;
  private static final int CORRUPT = 11;
  private static final int FULL = 13;
  private static final int CANNOT_OPEN = 14;
  private static final int CONSTRAINT = 19;
  private static final int NOT_A_DATABASE = 26;
  private static final String PROTOCOL = "jdbc:sqlite:";
  private static final String MEMORY = PROTOCOL + ":memory:";
  private static final int LATEST = 6;

  /// Between statements of a script; those inside a trigger are indented.
  private static final String NEXT = ";\\s*\\n(?=\\S)";

  private static final Text TEXT = Text.of(TrainException.class);

  private final Path file;
  private final Connection connection;
  private boolean inTransaction;

  private StoreFile(Path file, Connection connection) {
    this.file = file;
    this.connection = connection;
  }

  /// Opens the database for writing; makes it, or brings it up to date, where needed.
  static StoreFile write(Path file) {
    var lock = file.resolveSibling(file.getFileName() + ".lock");
    // SQLite does not wait for its lock while a database turns to WAL: one process opens at a time.
    synchronized (StoreFile.class) {
      try (var channel =
              FileChannel.open(
                  makeFolder(lock), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var held = channel.lock()) {
        if (!held.isValid() || (Files.exists(file) && !Files.isWritable(file))) {
          throw new StoreException(TEXT.get("store.readOnly", file));
        }
        return open(file, address(file, ""), true);
      } catch (AccessDeniedException e) {
        throw new StoreException(TEXT.get("store.readOnly", file), e);
      } catch (IOException e) {
        throw new StoreException(TEXT.get("store.folder", lock, Reason.of(e)), e);
      }
    }
  }

  /// Opens the database for reading; one that is not there yet reads as empty.
  static StoreFile read(Path file) {
    if (!Files.exists(file)) {
      return empty(file);
    }
    StoreFile opened;
    var address = address(file, "?mode=ro");
    try {
      opened = open(file, address, false);
    } catch (StoreException e) {
      // A reader that may not make the shared-memory file beside a WAL database. Without a log that
      // is still to be merged, the file alone is whole.
      if (e.getCause() instanceof SQLException cause && isAccess(cause) && hasNoLog(file)) {
        address = address(file, "?mode=ro&immutable=1");
        opened = open(file, address, false);
      } else {
        throw e;
      }
    }
    try {
      opened.requireSound();
      if (opened.version() == LATEST) {
        return opened;
      }
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
    opened.close();
    return copy(file, address);
  }

  /// An older store, read as a copy in memory that is brought up to date.
  private static StoreFile copy(Path file, String address) {
    var copy = open(file, MEMORY, false);
    var source = address.substring(PROTOCOL.length());
    try (var statement = copy.connection.createStatement()) {
      statement.executeUpdate("restore from '" + source + "'");
    } catch (SQLException e) {
      copy.close();
      throw failure(file, e);
    }
    copy.migrate();
    return copy;
  }

  private static StoreFile empty(Path file) {
    return open(file, MEMORY, true);
  }

  private static StoreFile open(Path file, String address, boolean mayMigrate) {
    var settings = new Properties();
    settings.setProperty("busy_timeout", "5000");
    settings.setProperty("synchronous", "NORMAL");
    settings.setProperty("foreign_keys", "true");
    loadLibrary(file);
    Connection connection;
    try {
      connection = DriverManager.getConnection(address, settings);
    } catch (SQLException e) {
      throw failure(file, e);
    }
    var store = new StoreFile(file, connection);
    try {
      store.refuseNewer();
      store.register();
      if (mayMigrate) {
        store.requireNobodyWritesAsBefore();
        store.ask("PRAGMA journal_mode=WAL", row -> row.getString(1));
        store.migrate();
      }
      return store;
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  private static void loadLibrary(Path file) {
    try {
      SqliteLibrary.load();
    } catch (Exception e) {
      throw new StoreException(
          TEXT.get("store.library", file, System.getProperty("java.io.tmpdir")), e);
    }
  }

  private void refuseNewer() {
    var version = version();
    if (version > LATEST) {
      throw new StoreException(TEXT.get("store.newer", file, version, LATEST));
    }
  }

  private void register() {
    try {
      RowChecksum.register(connection);
    } catch (SQLException e) {
      throw failure(file, e);
    }
  }

  /// Refuses a database whose table of runs has lost its shape; what is in the rows, their
  /// checksums tell.
  private void requireSound() {
    if (!ask("PRAGMA quick_check(run)", row -> row.getString(1)).equals(List.of("ok"))) {
      throw damaged(null);
    }
  }

  private int version() {
    return ask("PRAGMA user_version", row -> row.getInt(1)).getFirst();
  }

  private void migrate() {
    for (var next = version() + 1; next <= LATEST; next++) {
      var script = script("store-" + next + ".sql") + "\n\nPRAGMA user_version = " + next + ";";
      transact(() -> {
        try (var statement = connection.createStatement()) {
          for (var sql : script.split(NEXT, 0)) {
            statement.execute(sql);
          }
        }
      });
    }
  }

  /// A run of an older program could write no further into a store of today.
  private void requireNobodyWritesAsBefore() {
    if (version() == 0 || version() == LATEST) {
      return;
    }
    var owners = "SELECT id, host, pid, pid_started FROM run WHERE state = 'running'";
    for (var id : ask(owners, StoreFile::livingRun)) {
      if (!id.isEmpty()) {
        throw new StoreException(TEXT.get("store.older", file, id));
      }
    }
  }

  private static String livingRun(ResultSet row) throws SQLException {
    var owner = new Owner(row.getString("host"), row.getLong("pid"), row.getLong("pid_started"));
    return owner.alive() ? row.getString("id") : "";
  }

  /// The rows that a question yields.
  synchronized <T> List<T> ask(String sql, Row<T> row, Object... arguments) {
    try (var statement = prepare(sql, arguments);
        var rows = statement.executeQuery()) {
      var found = new ArrayList<T>();
      while (rows.next()) {
        found.add(row.read(rows));
      }
      return found;
    } catch (SQLException e) {
      throw failure(file, e);
    }
  }

  /// The number of rows that a statement changed.
  synchronized int change(String sql, Object... arguments) {
    try (var statement = prepare(sql, arguments)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw failure(file, e);
    }
  }

  /// Inserts a row, unless one with its key is there.
  synchronized boolean insertNew(String sql, Object... arguments) {
    try (var statement = prepare(sql, arguments)) {
      return statement.executeUpdate() == 1;
    } catch (SQLException e) {
      if (code(e) == CONSTRAINT) {
        return false;
      }
      throw failure(file, e);
    }
  }

  /// Runs one statement for every value, in one transaction.
  synchronized <T> void changeEach(
      String sql, Collection<T> values, Function<T, Object[]> arguments) {
    transact(() -> {
      try (var statement = connection.prepareStatement(sql)) {
        for (var value : values) {
          bind(statement, arguments.apply(value));
          statement.addBatch();
        }
        statement.executeBatch();
      }
    });
  }

  /// Does the work in one transaction; inside another one, as a part of it.
  synchronized void transact(Work work) {
    try {
      if (inTransaction) {
        work.run();
      } else {
        begin(work);
      }
    } catch (SQLException e) {
      throw failure(file, e);
    }
  }

  private void begin(Work work) throws SQLException {
    execute("BEGIN IMMEDIATE");
    inTransaction = true;
    try {
      work.run();
      execute("COMMIT");
    } catch (SQLException | RuntimeException e) {
      undo(e);
      throw e;
    } finally {
      inTransaction = false;
    }
  }

  /// Rolls back, unless SQLite has done so by itself, as it does on a full disk.
  private void undo(Exception reason) {
    try {
      execute("ROLLBACK");
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// Whether the error is only that another process was writing for too long.
  static boolean isBusy(StoreException e) {
    return e.getCause() instanceof SQLException cause && code(cause) == BUSY;
  }

  /// An error of this database that no SQL statement noticed: a word or number that cannot be.
  StoreException damaged(@Nullable Exception cause) {
    return new StoreException(TEXT.get("store.damaged", file), cause);
  }

  @Override
  public synchronized void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure(file, e);
    }
  }

  private PreparedStatement prepare(String sql, @Nullable Object... arguments) throws SQLException {
    var statement = connection.prepareStatement(sql);
    try {
      bind(statement, arguments);
      return statement;
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  private static void bind(PreparedStatement statement, @Nullable Object... arguments)
      throws SQLException {
    for (var i = 0; i < arguments.length; i++) {
      statement.setObject(i + 1, arguments[i]);
    }
  }

  private static StoreException failure(Path file, SQLException e) {
    var key =
        switch (code(e)) {
          // The store's own SQL is right: what it does not fit is no schema that was ever written.
          case ERROR, CORRUPT, NOT_A_DATABASE -> "store.damaged";
          case FULL -> "store.full";
          case READ_ONLY, PERMISSION, CANNOT_OPEN -> "store.readOnly";
          case BUSY, LOCKED -> "store.busy";
          default -> "store.failed";
        };
    return new StoreException(TEXT.get(key, file, reason(e)), e);
  }

  private static boolean isAccess(SQLException e) {
    return code(e) == CANNOT_OPEN || code(e) == READ_ONLY;
  }

  private static int code(SQLException e) {
    // Growing the shared-memory file fails so when the disk is full.
    var isOutOfRoom =
        e instanceof SQLiteException own
            && own.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE;
    return isOutOfRoom ? FULL : e.getErrorCode() & 0xFF;
  }

  private static String reason(Exception e) {
    return String.valueOf(e.getMessage());
  }

  private static boolean hasNoLog(Path file) {
    var log = file.resolveSibling(file.getFileName() + "-wal");
    try {
      return !Files.exists(log) || Files.size(log) == 0;
    } catch (IOException e) {
      throw new StoreException(TEXT.get("store.readOnly", file), e);
    }
  }

  private static String address(Path file, String options) {
    return PROTOCOL + "file:" + file.toAbsolutePath().toUri().getRawPath() + options;
  }

  private static Path makeFolder(Path lock) throws IOException {
    Files.createDirectories(lock.toAbsolutePath().getParent());
    return lock;
  }

  private static String script(String name) {
    try (InputStream in = StoreFile.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
