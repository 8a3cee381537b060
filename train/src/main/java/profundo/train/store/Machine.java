package profundo.train.store;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// What the operating system tells of the machine and this process.
final class Machine {
  private static final Path CPU = Path.of("/proc/cpuinfo");
  private static final Path STATUS = Path.of("/proc/self/status");

  private Machine() {}

  /// The processor's model; where the system does not tell, its architecture.
  static String cpu() {
    var windows = Optional.ofNullable(System.getenv("PROCESSOR_IDENTIFIER"));
    return field(CPU, "model name")
        .or(Machine::macCpu)
        .or(() -> windows)
        .orElse(System.getProperty("os.arch"));
  }

  static long memory() {
    return system().getTotalMemorySize();
  }

  static long peakRss() {
    return field(STATUS, "VmHWM")
        .map(value -> Long.parseLong(value.replaceAll("\\D", "")) * 1024)
        .orElseGet(() -> system().getCommittedVirtualMemorySize());
  }

  private static OperatingSystemMXBean system() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  }

  /// The value of `key: value` in one of the kernel's files, if there is one.
  static Optional<String> field(Path file, String key) {
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    try (var lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> macCpu() {
    if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac")) {
      return Optional.empty();
    }
    try {
      var process = new ProcessBuilder("sysctl", "-n", "machdep.cpu.brand_string").start();
      try (var said = process.inputReader()) {
        return said.lines().findFirst();
      }
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
