package profundo.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Our worker and its peers, in turns: each step is done by everyone before anyone does it again.
///
/// First each worker does the step by itself until it is warm: the virtual machine of a Java worker
/// compiles for some twenty seconds, and takes the cores for it that the step needs.
///
/// What else a machine does only ever makes a turn slower, and a host that parts the two cores of a
/// guest makes it slower by half, for this turn or for that. So the rates compared are each one's
/// upper quartile: what the step does when it is left alone. The turns' own ratios stand beside it.
final class SideBySide {
  private static final int TURNS_TO_WARM_UP = 20;
  private static final int ROUNDS = 15;

  private final Worker ours;
  private final List<Worker> peers;

  SideBySide(Worker ours, List<Worker> peers) {
    this.ours = ours;
    this.peers = peers;
  }

  /// A row for each of our steps whose name contains `part`: our upper quartile divided by each
  /// peer's, then the rounds' own ratios: their median, lowest and highest.
  void print(PrintStream out, String part) throws IOException {
    for (var step : ours.parameters().entrySet()) {
      if (step.getKey().contains(part)) {
        out.printf("%-40s %,d%n", step.getKey(), step.getValue());
        var workers = able(step.getKey(), step.getValue());
        var rates = rates(step.getKey(), workers);
        for (int i = 1; i < workers.size(); i++) {
          out.printf("  %-38s %s%n", workers.get(i).name(), words(rates.getFirst(), rates.get(i)));
        }
      }
    }
  }

  /// Us, and the peers that can do a step, with as many parameters as we.
  private List<Worker> able(String step, long size) {
    var able = new ArrayList<>(List.of(ours));
    for (var peer : peers) {
      var parameters = peer.parameters().get(step);
      if (parameters != null) {
        requireEqual(step, size, peer.name(), parameters);
        able.add(peer);
      }
    }
    return able;
  }

  /// How often a second each worker did the step, round by round.
  private static List<List<Double>> rates(String step, List<Worker> workers) throws IOException {
    List<List<Double>> rates = new ArrayList<>();
    for (var worker : workers) {
      for (int turn = 0; turn < TURNS_TO_WARM_UP; turn++) {
        worker.rate(step);
      }
      rates.add(new ArrayList<>());
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < workers.size(); i++) {
        rates.get(i).add(workers.get(i).rate(step));
      }
    }
    return rates;
  }

  /// @throws BenchException if two models have not the same size
  static void requireEqual(String step, long ours, String peer, long theirs) {
    if (ours != theirs) {
      throw new BenchException("unequal", step, ours, theirs, peer);
    }
  }

  private static String words(List<Double> ours, List<Double> theirs) {
    var ratios = new ArrayList<Double>();
    for (int round = 0; round < ours.size(); round++) {
      ratios.add(ours.get(round) / theirs.get(round));
    }
    return "%.2f   %.2f (%.2f … %.2f)"
        .formatted(
            Timing.upperQuartile(ours) / Timing.upperQuartile(theirs),
            Timing.median(ratios),
            Collections.min(ratios),
            Collections.max(ratios));
  }
}
