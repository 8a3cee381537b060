package profundo.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Our worker and its peers, in turns: each step is done by everyone before anyone does it again.
/// The first round warms up and does not count.
final class SideBySide {
  private static final int ROUNDS = 5;

  private final Worker ours;
  private final List<Worker> peers;

  SideBySide(Worker ours, List<Worker> peers) {
    this.ours = ours;
    this.peers = peers;
  }

  /// A row for each of our steps whose name contains `part`: our rate divided by each peer's, the
  /// median of the rounds, and the rounds.
  void print(PrintStream out, String part) throws IOException {
    for (var step : ours.parameters().entrySet()) {
      if (step.getKey().contains(part)) {
        out.printf("%-40s %,d%n", step.getKey(), step.getValue());
        ratios(step.getKey(), step.getValue())
            .forEach((peer, each) -> out.printf("  %-38s %s%n", peer, words(each)));
      }
    }
  }

  private Map<String, List<Double>> ratios(String step, long size) throws IOException {
    var able = new ArrayList<Worker>();
    for (var peer : peers) {
      var parameters = peer.parameters().get(step);
      if (parameters != null) {
        requireEqual(step, size, peer.name(), parameters);
        able.add(peer);
      }
    }
    var ratios = new LinkedHashMap<String, List<Double>>();
    for (int round = 0; round <= ROUNDS; round++) {
      double rate = ours.rate(step);
      for (var peer : able) {
        double ratio = rate / peer.rate(step);
        if (round > 0) {
          ratios.computeIfAbsent(peer.name(), _ -> new ArrayList<>()).add(ratio);
        }
      }
    }
    return ratios;
  }

  /// @throws BenchException if two models have not the same size
  static void requireEqual(String step, long ours, String peer, long theirs) {
    if (ours != theirs) {
      throw new BenchException("unequal", step, ours, theirs, peer);
    }
  }

  private static String words(List<Double> ratios) {
    return "%.2f   (%.2f … %.2f)"
        .formatted(Timing.median(ratios), Collections.min(ratios), Collections.max(ratios));
  }
}
