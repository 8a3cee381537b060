package profundo.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs children that call the library, one after another, and says what became of them: a child
/// that dies or hangs is followed by one that goes on after the call that ended it.
final class Sweep {
  /// A call hangs that computes for this long, or does not return for that long on a machine that
  /// others keep busy.
  private static final Duration BUSY = Duration.ofSeconds(30);

  private static final Duration IDLE = Duration.ofMinutes(5);
  private static final int MOST_DEATHS = 20;
  private static final long LOOK_MILLIS = 250;
  private static final String MEMORY_KIB = Integer.toString(10 << 20);

  private final Path folder;
  private final long seed;
  private final List<String> finds = new ArrayList<>();
  private long calls;

  Sweep(Path folder, long seed) {
    this.folder = folder;
    this.seed = seed;
  }

  /// What was found: deaths, hangs and exceptions that are not the library's, each with the seed
  /// and the number of the call, and the call.
  List<String> finds() {
    return finds;
  }

  long calls() {
    return calls;
  }

  /// Calls for this long.
  Sweep run(long count, long seconds) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + seconds * 1_000_000_000L;
    Files.createDirectories(folder);
    Files.deleteIfExists(folder.resolve("finds.txt"));
    var journal = Journal.open(folder.resolve("journal"));
    journal.begin(0);
    long next = 0;
    while (next < count && finds.size() < MOST_DEATHS && System.nanoTime() < deadline) {
      long left = Math.max(1, (deadline - System.nanoTime()) / 1_000_000_000L);
      var child = start(next, count - next, left);
      boolean hangs = waitFor(child, journal);
      boolean died = hangs || child.exitValue() != 0;
      next = journal.call() + (died ? 1 : 0);
      if (died) {
        var end = hangs ? "HANGS" : "DIES with " + child.exitValue();
        finds.add("%d %d %s | %s".formatted(seed, journal.call(), end, journal.text()));
        System.out.println(finds.getLast());
      }
    }
    calls = next;
    if (Files.exists(folder.resolve("finds.txt"))) {
      finds.addAll(Files.readAllLines(folder.resolve("finds.txt"), UTF_8));
    }
    return this;
  }

  /// Whether the child hung, and was ended.
  private static boolean waitFor(Process child, Journal journal) throws InterruptedException {
    long call = -1;
    long since = System.nanoTime();
    var computedBefore = Duration.ZERO;
    while (!child.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      var computed = child.info().totalCpuDuration().orElse(Duration.ZERO);
      if (journal.call() != call) {
        call = journal.call();
        since = System.nanoTime();
        computedBefore = computed;
      } else if (computed.minus(computedBefore).compareTo(BUSY) > 0
          || Duration.ofNanos(System.nanoTime() - since).compareTo(IDLE) > 0) {
        child.destroyForcibly().waitFor();
        return true;
      }
    }
    return false;
  }

  /// A child may not take more memory than a call in a test should: what asks for more is refused
  /// by the system, and the library says so.
  private Process start(long first, long count, long seconds) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command =
        List.of(
            "/bin/sh",
            "-c",
            "ulimit -v " + MEMORY_KIB + "; ulimit -c 0; exec nice \"$@\"",
            "sweep",
            java,
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:ErrorFile=" + folder.resolve("hs_err_%p.log"),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            SweepChild.class.getName(),
            folder.toString(),
            Long.toString(seed),
            Long.toString(first),
            Long.toString(count),
            Long.toString(seconds));
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("said.txt").toFile()))
            .directory(folder.toFile());
    builder.environment().put("OMP_NUM_THREADS", "1");
    builder.environment().put("MALLOC_ARENA_MAX", "2");
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder.start();
  }
}
