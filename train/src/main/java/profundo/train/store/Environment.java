package profundo.train.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import profundo.base.Given;
import profundo.base.Text;
import tools.jackson.databind.json.JsonMapper;

/// The machine and the software that a figure was measured with.
///
/// @param profundo Profundo's version
/// @param commit the commit it was built from; empty if unknown
/// @param jdk the Java runtime's vendor and version
/// @param system the operating system's name, version and architecture
/// @param cpu the processor's model
/// @param cores the processors that the JVM may use
/// @param memory the machine's (or container's) memory in bytes
/// @param libraries name and version of what else matters, such as `libtorch`
public record Environment(
    String profundo,
    String commit,
    String jdk,
    String system,
    String cpu,
    int cores,
    long memory,
    Map<String, String> libraries) {
  private static final JsonMapper JSON = new JsonMapper();

  /// Sorts the libraries by name.
  public Environment {
    libraries = Collections.unmodifiableMap(new TreeMap<>(libraries));
  }

  /// The environment of this process.
  ///
  /// @param libraries name and version of what else matters, such as `libtorch`
  public static Environment now(Map<String, String> libraries) {
    Given.require("libraries", libraries);
    var build = build();
    return new Environment(
        build.getProperty("version", ""),
        build.getProperty("commit", ""),
        System.getProperty("java.vendor") + " " + Runtime.version(),
        Text.format(
            "%s %s (%s)",
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch")),
        Machine.cpu(),
        Runtime.getRuntime().availableProcessors(),
        Machine.memory(),
        libraries);
  }

  /// One JSON object, as the run store keeps it.
  public String json() {
    return JSON.writeValueAsString(this);
  }

  /// The most resident memory that this process has held, in bytes.
  ///
  /// Linux keeps that figure itself. Elsewhere it is the memory that the process has committed now,
  /// which is an estimate.
  public static long peakRss() {
    return Machine.peakRss();
  }

  /// What the build knew; empty in a class folder that no build has filled.
  private static Properties build() {
    var build = new Properties();
    try (var in = Environment.class.getResourceAsStream("build.properties")) {
      if (in != null) {
        build.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return build;
  }
}
