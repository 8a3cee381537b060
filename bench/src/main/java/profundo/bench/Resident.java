package profundo.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How much memory this process holds (Linux only: the kernel counts the pages).
final class Resident {
  private Resident() {}

  static long megabytes() {
    return of("VmRSS:");
  }

  /// The most that it ever held.
  static long mostMegabytes() {
    return of("VmHWM:");
  }

  private static long of(String field) {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith(field))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
