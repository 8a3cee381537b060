package profundo.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import profundo.train.MetricPoint;

/// A run's curves as charts: one for each metric, its splits and seeds as lines in it.
final class ReportCurves {
  private static final int MOST_POINTS = 400;

  private ReportCurves() {}

  /// For each chart its name and what the page draws: `{"x", "series": [{"label", "y"}]}`.
  static Map<String, Map<String, Object>> charts(Map<String, List<MetricPoint>> curves) {
    var grouped = new TreeMap<String, Map<String, TreeMap<Long, Double>>>();
    curves.forEach((key, points) -> {
      int at = key.indexOf('@');
      int dot = key.lastIndexOf('.', at < 0 ? key.length() : at);
      var metric = key.substring(dot + 1, at < 0 ? key.length() : at);
      var label = key.substring(0, Math.max(0, dot)) + (at < 0 ? "" : " " + key.substring(at));
      grouped.computeIfAbsent(metric, _ -> new TreeMap<>()).put(label, thinned(points));
    });
    var charts = new LinkedHashMap<String, Map<String, Object>>();
    grouped.forEach((metric, lines) -> charts.put(metric, aligned(lines)));
    return charts;
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

  /// The means of neighbours, few enough to draw, from the training's own first step on: the nets
  /// of one run then stand above each other.
  private static TreeMap<Long, Double> thinned(List<MetricPoint> points) {
    var line = new TreeMap<Long, Double>();
    long before = points.size() < 2 ? 0 : 2 * points.getFirst().step() - points.get(1).step();
    int width = Math.ceilDiv(Math.max(1, points.size()), MOST_POINTS);
    for (int first = 0; first < points.size(); first += width) {
      var neighbours = points.subList(first, Math.min(points.size(), first + width));
      line.put(
          neighbours.getLast().step() - Math.max(0, before),
          neighbours.stream().mapToDouble(MetricPoint::value).average().orElse(Double.NaN));
    }
    return line;
  }
}
