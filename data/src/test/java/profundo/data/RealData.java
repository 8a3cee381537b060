package profundo.data;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import profundo.data.source.Sources;

/// The real files of a mirror, for tests that count them.
public final class RealData {
  private RealData() {}

  /// Sources with an empty cache of their own; where no mirror is set, the test is skipped and says
  /// so.
  public static Sources into(Path cache) {
    var mirror = mirror().toString();
    return new Sources(Map.of("PROFUNDO_DATA", cache.toString(), "PROFUNDO_MIRROR", mirror));
  }

  /// The mirror's folder; where none is set, the test is skipped and says so.
  public static Path mirror() {
    var mirror = System.getenv().getOrDefault("PROFUNDO_MIRROR", "");
    if (mirror.isEmpty()) {
      System.err.println("Skipped for want of PROFUNDO_MIRROR: a test on real data.");
    }
    assumeTrue(!mirror.isEmpty(), "PROFUNDO_MIRROR is not set");
    return Path.of(mirror);
  }
}
