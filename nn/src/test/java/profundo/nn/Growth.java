package profundo.nn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// How the resident memory of this process grows from one round of equal work to the next.
///
/// What leaks grows in every round; what the JVM's compilers and the allocator take for themselves
/// comes in a few leaps, whenever the machine finds the time for them. So it is the median that
/// counts.
final class Growth {
  static final Path STATUS = Path.of("/proc/self/status");

  private final List<Long> resident = new ArrayList<>();

  /// A round has ended.
  void look() throws IOException {
    try (var lines = Files.lines(STATUS)) {
      var line = lines.filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
      resident.add(Long.parseLong(line.replaceAll("\\D", "")) * 1024);
    }
  }

  /// Bytes in all rounds, had each grown as the median one.
  long steady() {
    var sorted =
        IntStream.range(1, resident.size())
            .mapToLong(i -> resident.get(i) - resident.get(i - 1))
            .sorted()
            .toArray();
    return sorted[sorted.length / 2] * sorted.length;
  }
}
