package profundo.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.BiFunction;

/// The other end of a [Worker]. The peers in Java are compiled with it too.
final class Answers {
  private Answers() {}

  /// Answers how often a second a step was done.
  static void give(Map<String, Step> steps, double seconds, PrintStream out) throws IOException {
    give(steps, (_, step) -> Double.toString(Timing.rate(step.once(), seconds)), out);
  }

  /// Answers what is measured of a step by its name.
  static void give(
      Map<String, Step> steps, BiFunction<String, Step, String> measured, PrintStream out)
      throws IOException {
    steps.forEach((name, step) -> out.println(step.parameters() + "\t" + name));
    out.println();
    try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (var name = in.readLine(); name != null; name = in.readLine()) {
        var step = steps.get(name);
        if (step == null) {
          throw new IllegalArgumentException(name);
        }
        out.println(measured.apply(name, step));
      }
    }
  }
}
