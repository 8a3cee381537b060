package profundo.train;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/// Where Profundo keeps what it makes: `PROFUNDO_HOME`, else the place that the platform has for a
/// user's data.
final class HomeFolder {
  private HomeFolder() {}

  static Path find() {
    return find(
        System.getenv(), System.getProperty("os.name", ""), System.getProperty("user.home", "."));
  }

  static Path find(Map<String, String> environment, String system, String userHome) {
    var wished = environment.getOrDefault("PROFUNDO_HOME", "");
    if (!wished.isBlank()) {
      return Path.of(wished).toAbsolutePath();
    }
    var home = Path.of(userHome);
    var name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("mac")) {
      return home.resolve("Library/Application Support/profundo");
    }
    if (name.startsWith("windows")) {
      return given(environment, "LOCALAPPDATA", home.resolve("AppData/Local")).resolve("profundo");
    }
    return given(environment, "XDG_DATA_HOME", home.resolve(".local/share")).resolve("profundo");
  }

  private static Path given(Map<String, String> environment, String variable, Path otherwise) {
    var value = environment.getOrDefault(variable, "");
    return value.isBlank() ? otherwise : Path.of(value);
  }
}
