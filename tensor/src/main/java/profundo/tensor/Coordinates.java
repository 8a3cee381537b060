package profundo.tensor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;

/// What the jars with native libraries are called in Maven repositories.
enum Coordinates {
  PYTORCH,
  OPENBLAS,
  JAVACPP;

  private static final Properties VERSIONS = new Properties();

  static {
    try (var file = Coordinates.class.getResourceAsStream("natives.properties")) {
      VERSIONS.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The jar for a platform, as `group:artifact:version:classifier`.
  String of(String platform) {
    var name = name().toLowerCase(java.util.Locale.ROOT);
    return "org.bytedeco:" + name + ":" + VERSIONS.getProperty(name) + ":" + platform;
  }
}
