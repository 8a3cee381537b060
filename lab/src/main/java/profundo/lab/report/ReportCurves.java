package profundo.lab.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import profundo.train.store.MetricPoint;

/// A run's curves as charts: one for each quantity, with a line for each split and part. Several
/// seeds are one line, their mean, in a band from the lowest to the highest.
final class ReportCurves {
  private static final int MOST_POINTS = 400;
  private static final int LONGEST_AXIS = 34;

  private final PageWords words;
  private final Parts parts;

  ReportCurves(PageWords words, Parts parts) {
    this.words = words;
    this.parts = parts;
  }

  /// For each quantity what the page draws: `{"x", "xLabel", "yLabel", "series"}`, each series with
  /// its `label`, its `colour`, whether it is `dashed`, its `y`, and of several seeds `low` and
  /// `high`.
  Map<String, Map<String, Object>> charts(Map<String, List<MetricPoint>> curves) {
    var grouped = new TreeMap<String, Map<FigureKey, List<MetricPoint>>>();
    curves.forEach((key, points) -> {
      var parsed = FigureKey.of(key);
      grouped.computeIfAbsent(parsed.quantity(), _ -> new LinkedHashMap<>()).put(parsed, points);
    });
    var charts = new LinkedHashMap<String, Map<String, Object>>();
    grouped.forEach((quantity, lines) -> charts.put(quantity, chart(quantity, lines)));
    return charts;
  }

  private Map<String, Object> chart(String quantity, Map<FigureKey, List<MetricPoint>> lines) {
    double factor = words.isShare(quantity) ? 100 : 1;
    var series = new ArrayList<Series>();
    lines.forEach((key, points) -> {
      boolean isBeside =
          lines.keySet().stream().anyMatch(other -> !other.equals(key) && isSamePart(other, key));
      series.add(
          new Series(
              PageWords.joined(words.split(key.split()), words.part(key.part())),
              parts.colour(key.part()),
              isBeside && key.split().equals("train"),
              seeds(points, factor)));
    });
    return chart(words.text().get("report.step"), axis(quantity), series);
  }

  /// The quantity with its unit; the unit alone where both would not fit beside a chart.
  private String axis(String quantity) {
    var name = words.quantity(quantity);
    var unit = words.unit(quantity);
    var both = name + (unit.isEmpty() ? "" : " (" + unit + ")");
    return both.length() <= LONGEST_AXIS ? both : unit.isEmpty() ? "" : unit;
  }

  private boolean isSamePart(FigureKey one, FigureKey other) {
    return words.part(one.part()).equals(words.part(other.part()));
  }

  private static List<TreeMap<Double, Double>> seeds(List<MetricPoint> points, double factor) {
    return points.stream()
        .collect(Collectors.groupingBy(MetricPoint::seed, TreeMap::new, Collectors.toList()))
        .values()
        .stream()
        .map(line -> thinned(line, factor))
        .toList();
  }

  /// The means of neighbours, few enough to draw.
  private static TreeMap<Double, Double> thinned(List<MetricPoint> points, double factor) {
    var line = new TreeMap<Double, Double>();
    int width = Math.ceilDiv(Math.max(1, points.size()), MOST_POINTS);
    for (int first = 0; first < points.size(); first += width) {
      var neighbours = points.subList(first, Math.min(points.size(), first + width));
      double mean =
          neighbours.stream().mapToDouble(MetricPoint::value).average().orElse(Double.NaN);
      line.put((double) neighbours.getLast().step(), factor * mean);
    }
    return line;
  }

  /// A line of a chart.
  ///
  /// @param seeds its values by their places, of each seed
  record Series(
      String label, int colour, boolean dashed, List<? extends Map<Double, Double>> seeds) {}

  /// Lines over one axis, a hole where a line has no value there.
  static Map<String, Object> chart(String xLabel, String yLabel, List<Series> lines) {
    var x = new TreeSet<Double>();
    lines.forEach(line -> line.seeds.forEach(seed -> x.addAll(seed.keySet())));
    var series = new ArrayList<Map<String, Object>>();
    for (var line : lines) {
      var drawn = new LinkedHashMap<String, Object>();
      drawn.put("label", line.label);
      drawn.put("colour", line.colour);
      drawn.put("dashed", line.dashed);
      drawn.put("y", along(x, line, Summary.MEAN));
      if (line.seeds.size() > 1) {
        drawn.put("low", along(x, line, Summary.LOWEST));
        drawn.put("high", along(x, line, Summary.HIGHEST));
      }
      series.add(drawn);
    }
    return Map.of("x", x, "xLabel", xLabel, "yLabel", yLabel, "series", series);
  }

  private enum Summary {
    MEAN,
    LOWEST,
    HIGHEST
  }

  private static List<Double> along(TreeSet<Double> x, Series line, Summary summary) {
    var y = new ArrayList<Double>();
    for (var place : x) {
      var values =
          line.seeds.stream()
              .filter(seed -> seed.containsKey(place))
              .collect(Collectors.summarizingDouble(seed -> seed.get(place)));
      double value =
          switch (summary) {
            case MEAN -> values.getAverage();
            case LOWEST -> values.getMin();
            case HIGHEST -> values.getMax();
          };
      y.add(values.getCount() == 0 || !Double.isFinite(value) ? null : value);
    }
    return y;
  }
}
