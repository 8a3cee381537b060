package profundo.train.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// The process that a run lives in, so that others can tell whether it still does.
///
/// @param host the machine's name
/// @param pid the process
/// @param started when the process began, in milliseconds since 1970; 0 if unknown. A process
///   number is used again, a number with a start is not
record Owner(String host, long pid, long started) {
  // The start is reckoned from the boot time, which moves with the clock's corrections.
  private static final long CLOCK_SLACK = 2000;
  private static final Owner SELF = of(ProcessHandle.current());

  static Owner self() {
    return SELF;
  }

  /// Whether the process lives; one on another machine is taken at its word.
  boolean alive() {
    return !host.equals(SELF.host)
        || ProcessHandle.of(pid).filter(ProcessHandle::isAlive).filter(this::isSame).isPresent();
  }

  private boolean isSame(ProcessHandle process) {
    var now = startOf(process);
    var sameStart = started == 0 || now == 0 || Math.abs(now - started) <= CLOCK_SLACK;
    return sameStart && !isZombie(process.pid());
  }

  private static Owner of(ProcessHandle process) {
    return new Owner(hostName(), process.pid(), startOf(process));
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /// A killed process that its parent has not buried yet, as in a container without an init.
  private static boolean isZombie(long pid) {
    return firstLine(Path.of("/proc/" + pid + "/stat")).contains(") Z ");
  }

  private static String hostName() {
    var kernel = firstLine(Path.of("/proc/sys/kernel/hostname"));
    return kernel.isBlank() ? System.getenv().getOrDefault("COMPUTERNAME", "") : kernel;
  }

  private static String firstLine(Path file) {
    try (var lines = Files.lines(file)) {
      return lines.findFirst().orElse("");
    } catch (IOException _) {
      return "";
    }
  }
}
