package profundo.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import profundo.base.Text;

/// How long processes take from their start to their end, beside a JVM that does nothing.
final class Starts {
  private static final Text TEXT = Text.of(Starts.class);
  private static final String BARE = "java -version";
  private static final Timing TIMING = new Timing(9, 0);

  private Starts() {}

  /// @param command the script `profundo`; it builds itself first if it has to
  static void print(PrintStream out, Path command) {
    var java = Peer.java(System.getProperty("java.class.path"), FirstTensor.class.getName());
    Map<String, Runnable> ways = new LinkedHashMap<>();
    ways.put(BARE, () -> run(List.of(java.getFirst(), "-version")));
    ways.put("./profundo list", () -> run(List.of(command.toString(), "list")));
    ways.put(TEXT.get("start.tensor"), () -> run(java));
    var rates = TIMING.rates(ways);
    double bare = Timing.rate(rates, BARE);
    rates.forEach((way, rate) ->
        out.println(
            TEXT.get("start.row", way, "%.2f".formatted(1 / rate), "%.1f".formatted(bare / rate))));
  }

  private static void run(List<String> command) {
    run(command, Map.of());
  }

  /// Runs a command to its end.
  ///
  /// @param variables of its environment, beside ours
  /// @throws BenchException if it fails
  static void run(List<String> command, Map<String, String> variables) {
    try {
      var builder =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD);
      builder.environment().putAll(variables);
      var process = builder.start();
      if (process.waitFor() != 0) {
        throw new BenchException("start.failed", String.join(" ", command));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
