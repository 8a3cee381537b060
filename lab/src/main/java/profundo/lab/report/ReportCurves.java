package profundo.lab.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import profundo.train.store.MetricPoint;

/// A run's curves as charts: one for each metric, its splits and seeds as lines in it.
final class ReportCurves {
  private static final int MOST_POINTS = 400;

  private ReportCurves() {}

  /// For each chart its name and what the page draws: `{"x", "series": [{"label", "y"}]}`.
  ///
  /// @param labels what stands beside a line: of a split such as `train`, and a seed
  static Map<String, Map<String, Object>> charts(
      Map<String, List<MetricPoint>> curves, BiFunction<String, Long, String> labels) {
    var grouped = new TreeMap<String, Map<String, TreeMap<Long, Double>>>();
    curves.forEach((key, points) -> {
      int dot = key.lastIndexOf('.');
      var lines = grouped.computeIfAbsent(key.substring(dot + 1), _ -> new LinkedHashMap<>());
      bySeed(points)
          .forEach((seed, line) ->
              lines.put(labels.apply(key.substring(0, Math.max(0, dot)), seed), thinned(line)));
    });
    var charts = new LinkedHashMap<String, Map<String, Object>>();
    grouped.forEach((metric, lines) -> charts.put(metric, aligned(lines)));
    return charts;
  }

  private static Map<Long, List<MetricPoint>> bySeed(List<MetricPoint> points) {
    return points.stream()
        .collect(Collectors.groupingBy(MetricPoint::seed, TreeMap::new, Collectors.toList()));
  }

  /// Lines over one axis, a hole where a line has no value there.
  static Map<String, Object> aligned(Map<String, TreeMap<Long, Double>> lines) {
    var x = new TreeSet<Long>();
    lines.values().forEach(line -> x.addAll(line.keySet()));
    var series = new ArrayList<Map<String, Object>>();
    lines.forEach((label, line) -> {
      var y = new ArrayList<Double>();
      for (var step : x) {
        var value = line.get(step);
        y.add(value == null || !Double.isFinite(value) ? null : value);
      }
      series.add(Map.of("label", label, "y", y));
    });
    return Map.of("x", x, "series", series);
  }

  /// The means of neighbours, few enough to draw.
  private static TreeMap<Long, Double> thinned(List<MetricPoint> points) {
    var line = new TreeMap<Long, Double>();
    int width = Math.ceilDiv(Math.max(1, points.size()), MOST_POINTS);
    for (int first = 0; first < points.size(); first += width) {
      var neighbours = points.subList(first, Math.min(points.size(), first + width));
      line.put(
          neighbours.getLast().step(),
          neighbours.stream().mapToDouble(MetricPoint::value).average().orElse(Double.NaN));
    }
    return line;
  }
}
