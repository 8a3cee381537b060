package profundo.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/// What a program adds to its dependencies for native libraries.
final class Coordinates {
  private static final String VERSION;

  static {
    var file = new Properties();
    try (var stream = Coordinates.class.getResourceAsStream("natives.properties")) {
      file.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    VERSION = file.getProperty("version");
  }

  private Coordinates() {}

  /// The artefact for a platform such as `linux-x86_64`, as `group:artifact:version`.
  static String natives(String platform) {
    return "io.github.profundo:profundo-natives-" + platform + ":" + VERSION;
  }

  /// The artefact that can drive a GPU.
  static String cudaNatives(String platform) {
    return natives(platform + "-cuda");
  }
}
