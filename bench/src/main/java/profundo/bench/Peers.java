package profundo.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Training steps beside Python's PyTorch, each in processes of its own, in turns.
final class Peers {
  private static final int ROUNDS = 5;

  private final int threads;
  private final Path scripts;

  Peers(int threads, Path scripts) {
    this.threads = threads;
    this.scripts = scripts;
  }

  void run(PrintStream out) throws IOException, InterruptedException {
    var python =
        new String[] {"/usr/bin/python3", scripts.resolve("steps.py").toString(), "" + threads};
    if (said("/usr/bin/python3", "-c", "import torch; print(torch.__version__)").isEmpty()) {
      out.println("Python's PyTorch is missing: install Debian's package python3-torch.");
      return;
    }
    out.println(
        "PyTorch " + said(python[0], "-c", "import torch; print(torch.__version__)").strip());
    var java =
        new String[] {
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "--enable-native-access=ALL-UNNAMED",
          "-cp",
          System.getProperty("java.class.path"),
          "profundo.bench.Main",
          "ours",
          "" + threads
        };
    var ratios = new LinkedHashMap<String, List<Double>>();
    for (int round = 0; round < ROUNDS; round++) {
      var ours = rates(said(java));
      var theirs = rates(said(python));
      ours.forEach((name, rate) ->
          ratios
              .computeIfAbsent(name, _ -> new ArrayList<>())
              .add(rate / Timing.rate(theirs, name)));
    }
    out.printf("training step, %d threads                 ours/PyTorch in Python%n", threads);
    ratios.forEach((name, each) ->
        out.printf("%-40s %.2f   (rounds: %s)%n", name, Timing.median(each), words(each)));
  }

  private static Map<String, Double> rates(String json) {
    return new JsonMapper().readValue(json, new TypeReference<LinkedHashMap<String, Double>>() {});
  }

  private static String words(List<Double> ratios) {
    return String.join(", ", ratios.stream().sorted().map("%.2f"::formatted).toList());
  }

  /// What a process prints; nothing if it fails.
  private static String said(String... command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    var said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? said : "";
  }
}
