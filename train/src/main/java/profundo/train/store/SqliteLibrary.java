package profundo.train.store;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlite.SQLiteJDBCLoader;

/// SQLite's native library, which the driver unpacks when it is first used and removes when the JVM
/// ends, so that a killed one leaves it behind. Where a file that is in use can be removed, it is
/// as soon as it is loaded.
final class SqliteLibrary {
  private static final String FOLDER = "org.sqlite.tmpdir";
  private static final String ELSEWHERE = "org.sqlite.lib.path";
  private static boolean isLoaded;

  private SqliteLibrary() {}

  /// Loads it, unless somebody has said where it is or is to be unpacked.
  ///
  /// @throws Exception whatever the driver throws
  static synchronized void load() throws Exception {
    if (isLoaded) {
      return;
    }
    boolean isChosen = System.getProperty(FOLDER) != null || System.getProperty(ELSEWHERE) != null;
    if (isChosen || File.separatorChar != '/') {
      SQLiteJDBCLoader.initialize();
    } else {
      loadFrom(Files.createTempDirectory("profundo-sqlite"));
    }
    isLoaded = true;
  }

  private static void loadFrom(Path folder) throws Exception {
    System.setProperty(FOLDER, folder.toString());
    try {
      SQLiteJDBCLoader.initialize();
    } finally {
      System.clearProperty(FOLDER);
      remove(folder);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
