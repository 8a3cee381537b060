package profundo.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How fast several ways of doing one thing are, measured in turns so that a machine's moods meet
/// all of them alike.
final class Timing {
  private final int rounds;
  private final double secondsPerTurn;

  Timing(int rounds, double secondsPerTurn) {
    this.rounds = rounds;
    this.secondsPerTurn = secondsPerTurn;
  }

  /// For each way the median over the rounds of how often it was done in a second. The first round
  /// warms up and does not count.
  Map<String, Double> rates(Map<String, Runnable> ways) {
    var rates = new LinkedHashMap<String, List<Double>>();
    for (int round = 0; round <= rounds; round++) {
      for (var way : ways.entrySet()) {
        double rate = rate(way.getValue(), secondsPerTurn);
        if (round > 0) {
          rates.computeIfAbsent(way.getKey(), _ -> new ArrayList<>()).add(rate);
        }
      }
    }
    var medians = new LinkedHashMap<String, Double>();
    rates.forEach((name, values) -> medians.put(name, median(values)));
    return medians;
  }

  /// How often in a second it was done, over so many seconds or one doing if that takes longer.
  static double rate(Runnable way, double seconds) {
    long nanosPerTurn = (long) (1e9 * seconds);
    long start = System.nanoTime();
    long done = 0;
    long chunk = 1;
    long elapsed;
    do {
      for (long i = 0; i < chunk; i++) {
        way.run();
      }
      done += chunk;
      elapsed = System.nanoTime() - start;
      chunk = Math.max(1, Math.min(10_000, done / 10));
    } while (elapsed < nanosPerTurn);
    return done * 1e9 / elapsed;
  }

  static double rate(Map<String, Double> rates, String way) {
    return rates.getOrDefault(way, Double.NaN);
  }

  static double median(List<Double> values) {
    var sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /// A quarter of the values are above it.
  static double upperQuartile(List<Double> values) {
    var sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() * 3 / 4);
  }
}
