package profundo.tensor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;

/// The processor's cores that this process may use.
final class Cores {
  private static final Path LINUX = Path.of("/sys/devices/system/cpu");

  private Cores() {}

  /// Two threads on one core share its arithmetic, so that the second gains nothing: this is the
  /// number of cores where the system tells them apart, and never more than what a container
  /// allows.
  static int usable() {
    return usable(LINUX, Runtime.getRuntime().availableProcessors());
  }

  /// @param processors what the system's folder describes one by one, as `cpu0`, `cpu1`, …
  static int usable(Path processors, int available) {
    var cores = new HashSet<String>();
    try (var each = Files.newDirectoryStream(processors, "cpu[0-9]*")) {
      for (var processor : each) {
        cores.add(Files.readString(processor.resolve("topology/thread_siblings_list")));
      }
    } catch (IOException _) {
      return available;
    }
    return cores.isEmpty() ? available : Math.min(cores.size(), available);
  }
}
