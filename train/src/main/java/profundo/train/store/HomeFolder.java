package profundo.train.store;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import profundo.base.UserPath;

/// Where Profundo keeps what it makes: `PROFUNDO_HOME`, else the place that the platform has for a
/// user's data.
final class HomeFolder {
  private HomeFolder() {}

  static Path find() {
    return find(
        System.getenv(), System.getProperty("os.name", ""), System.getProperty("user.home", ""));
  }

  static Path find(Map<String, String> environment, String system, String userHome) {
    var wished = environment.getOrDefault("PROFUNDO_HOME", "");
    if (!wished.isBlank()) {
      return UserPath.of(wished).toAbsolutePath();
    }
    var name = system.toLowerCase(Locale.ROOT);
    if (name.startsWith("mac")) {
      return home(userHome).resolve("Library/Application Support/profundo");
    }
    if (name.startsWith("windows")) {
      return given(environment, "LOCALAPPDATA", userHome, "AppData/Local").resolve("profundo");
    }
    return given(environment, "XDG_DATA_HOME", userHome, ".local/share").resolve("profundo");
  }

  private static Path given(
      Map<String, String> environment, String variable, String userHome, String otherwise) {
    var value = environment.getOrDefault(variable, "");
    return value.isBlank() ? home(userHome).resolve(otherwise) : UserPath.of(value);
  }

  private static Path home(String userHome) {
    return UserPath.home(userHome, "PROFUNDO_HOME");
  }
}
