package profundo.tensor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import profundo.base.UserPath;

/// Where things are kept that can be made again.
final class CacheFolder {
  private CacheFolder() {}

  /// Where the natives are unpacked: `PROFUNDO_CACHE`, else the user's cache folder.
  static Path natives() {
    return of(System.getenv(), System.getProperty("os.name"), System.getProperty("user.home"))
        .resolve("native");
  }

  /// The folder for an environment, a system and a home. A user without a home (a container's, say)
  /// has one in the temporary folder.
  static Path of(Map<String, String> environment, String system, String home) {
    var chosen = environment.getOrDefault("PROFUNDO_CACHE", "");
    if (!chosen.isBlank()) {
      return UserPath.of(chosen).toAbsolutePath();
    }
    var name = system.toLowerCase(Locale.ROOT);
    var given =
        environment.getOrDefault(name.contains("win") ? "LOCALAPPDATA" : "XDG_CACHE_HOME", "");
    if (!given.isBlank() && !name.contains("mac")) {
      return UserPath.of(given).resolve("profundo");
    }
    var base = UserPath.of(home);
    if (!base.isAbsolute() || !Files.isDirectory(base)) {
      var user = "profundo-" + System.getProperty("user.name");
      return Path.of(System.getProperty("java.io.tmpdir"), user);
    }
    var usual =
        name.contains("win") ? "AppData/Local" : name.contains("mac") ? "Library/Caches" : ".cache";
    return base.resolve(usual).resolve("profundo");
  }
}
