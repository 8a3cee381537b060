package profundo.lab.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import profundo.train.store.MetricPoint;

/// The curves of several runs of one arm as a band: at each step the mean, the lowest and the
/// highest of those that have a value there.
final class Bands {
  private static final int MOST_POINTS = 200;

  private Bands() {}

  /// What the page draws: `{"x", "arms": [{"label", "mean", "low", "high"}]}`.
  ///
  /// @param curves by arm, for each of its runs what it logged under one key
  static Map<String, Object> of(Map<String, List<List<MetricPoint>>> curves) {
    var x = new TreeSet<Long>();
    var grouped = new LinkedHashMap<String, TreeMap<Long, List<Double>>>();
    curves.forEach((arm, runs) -> {
      var steps = new TreeMap<Long, List<Double>>();
      runs.forEach(points ->
          thinned(points)
              .forEach(
                  (step, value) -> steps.computeIfAbsent(step, _ -> new ArrayList<>()).add(value)));
      grouped.put(arm, steps);
      x.addAll(steps.keySet());
    });
    var arms = new ArrayList<Map<String, Object>>();
    grouped.forEach((arm, steps) -> {
      var mean = new ArrayList<Double>();
      var low = new ArrayList<Double>();
      var high = new ArrayList<Double>();
      for (var step : x) {
        var of = steps.getOrDefault(step, List.of());
        var all = of.stream().mapToDouble(Double::doubleValue).summaryStatistics();
        mean.add(of.isEmpty() ? null : all.getAverage());
        low.add(of.isEmpty() ? null : all.getMin());
        high.add(of.isEmpty() ? null : all.getMax());
      }
      arms.add(Map.of("label", arm, "mean", mean, "low", low, "high", high));
    });
    return Map.of("x", x, "arms", arms);
  }

  /// The means of neighbours, few enough to draw.
  private static Map<Long, Double> thinned(List<MetricPoint> points) {
    var line = new TreeMap<Long, Double>();
    int width = Math.ceilDiv(Math.max(1, points.size()), MOST_POINTS);
    for (int first = 0; first < points.size(); first += width) {
      var neighbours = points.subList(first, Math.min(points.size(), first + width));
      double mean =
          neighbours.stream().mapToDouble(MetricPoint::value).average().orElse(Double.NaN);
      if (Double.isFinite(mean)) {
        line.put(neighbours.getLast().step(), mean);
      }
    }
    return line;
  }
}
