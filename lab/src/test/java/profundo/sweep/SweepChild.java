package profundo.sweep;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// A process that makes calls, from one number on until it has made as many as it was told or its
/// time is over: `FOLDER SEED FIRST COUNT SECONDS`. What it finds goes to `finds.txt`, one a line.
final class SweepChild {
  private static final int MOST_OF_A_KIND = 2;

  private final Path folder;
  private final long seed;
  private final Map<String, Integer> kinds = new HashMap<>();

  private SweepChild(Path folder, long seed) {
    this.folder = folder;
    this.seed = seed;
  }

  static void main(String[] args) throws IOException {
    long first = Long.parseLong(args[2]);
    new SweepChild(Path.of(args[0]), Long.parseLong(args[1]))
        .run(first, first + Long.parseLong(args[3]), Long.parseLong(args[4]));
  }

  private void run(long first, long end, long seconds) throws IOException {
    long deadline = System.nanoTime() + seconds * 1_000_000_000L;
    var journal = Journal.open(folder.resolve("journal"));
    var calls = new Calls(seed, journal, files());
    makeRoomForProducts();
    long number = first;
    long returned = 0;
    for (; number < end && System.nanoTime() < deadline; number++) {
      var call = calls.get(number);
      var find = call.run();
      if (find.isPresent()) {
        write(number, find.get(), journal);
      }
      returned += call.hasReturned() ? 1 : 0;
    }
    journal.begin(number);
    System.out.println((number - first) + " calls, " + returned + " returned");
  }

  /// OpenBLAS ends the process that has no room for its buffer, which it wants at the first
  /// product.
  private static void makeRoomForProducts() {
    try (var _ = Scope.open()) {
      var _ = Tensor.ones(64, 64).matmul(Tensor.ones(64, 64));
    }
  }

  private void write(long number, Call.Find find, Journal journal) throws IOException {
    if (kinds.merge(find.kind(), 1, Integer::sum) <= MOST_OF_A_KIND) {
      var call = journal.text().replace("\n", "\\n");
      var line = "%d %d %s | %s%n".formatted(seed, number, find.what(), call);
      Files.write(
          folder.resolve("finds.txt"),
          line.getBytes(UTF_8),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
  }

  /// The files that calls are given.
  private Path files() throws IOException {
    var files = Files.createDirectories(folder.resolve("files"));
    Files.write(files.resolve("empty"), new byte[0]);
    Files.write(files.resolve("noise"), new byte[] {31, -117, 0, 1, 80, 75, 3, 4, 10, -1, 0, 9});
    return files;
  }
}
