package profundo.lab.report;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import profundo.lab.RecipeWords;
import profundo.train.store.MetricPoint;

class ReportCurvesTest {
  private static final PageWords WORDS =
      PageWords.of(
          new RecipeWords(
              Map.of(
                  "part", "residual net", "part.plain", "plain net", "part.own", "residual net")),
          Locale.ENGLISH);

  @Test
  void aPartOfARunHasOneColourInEveryChart() {
    var colours = new HashMap<String, Set<Object>>();
    var charts =
        charts(
            Map.of(
                "train.plain.loss", line(1, 0.5),
                "train.loss", line(1, 0.5),
                "validation.own.accuracy", line(1, 0.5),
                "validation.plain.accuracy", line(1, 0.5),
                "test.plain.gain", line(1, 0.5)));
    for (var chart : charts.values()) {
      for (var series : series(chart)) {
        var net = String.valueOf(series.get("label")).split(" · ")[1];
        colours.computeIfAbsent(net, _ -> new TreeSet<>()).add(series.get("colour"));
      }
    }
    assertThat(colours.get("plain net")).hasSize(1);
    assertThat(colours.get("residual net")).hasSize(1).isNotEqualTo(colours.get("plain net"));
  }

  @Test
  void trainingAndValidationOfOneQuantityStandInOneChart() {
    var charts = charts(Map.of("train.loss", line(1, 0.5), "validation.loss", line(1, 0.6)));
    assertThat(charts).containsOnlyKeys("loss");
    assertThat(series(chart(charts, "loss")))
        .extracting(series -> series.get("label") + " " + series.get("dashed"))
        .containsExactlyInAnyOrder(
            "training · residual net true", "validation · residual net false");
  }

  @Test
  void severalSeedsAreTheirMeanInABand() {
    var points = IntStream.rangeClosed(1, 3).mapToObj(seed -> point(seed, 0.5 + 0.1 * seed));
    var chart = chart(charts(Map.of("validation.accuracy", points.toList())), "accuracy");
    assertThat(chart.get("yLabel")).isEqualTo("Accuracy (%)");
    var series = series(chart).getFirst();
    assertThat(only(series.get("y"))).isCloseTo(70, within(1e-9));
    assertThat(only(series.get("low"))).isCloseTo(60, within(1e-9));
    assertThat(only(series.get("high"))).isCloseTo(80, within(1e-9));
  }

  @Test
  void oneSeedHasNoBand() {
    var chart = chart(charts(Map.of("validation.accuracy", line(1, 0.5))), "accuracy");
    assertThat(series(chart).getFirst()).doesNotContainKeys("low", "high");
  }

  private static Map<String, Map<String, Object>> charts(Map<String, List<MetricPoint>> curves) {
    var parts = Parts.of(WORDS, List.of("plain", ""), curves.keySet());
    return new ReportCurves(WORDS, parts).charts(curves);
  }

  private static Map<String, Object> chart(
      Map<String, Map<String, Object>> charts, String quantity) {
    return requireNonNull(charts.get(quantity));
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> series(Map<String, Object> chart) {
    return (List<Map<String, Object>>) requireNonNull(chart.get("series"));
  }

  private static double only(@Nullable Object values) {
    var list = (List<?>) requireNonNull(values);
    assertThat(list).hasSize(1);
    return (double) list.getFirst();
  }

  private static List<MetricPoint> line(long seed, double value) {
    return List.of(point(seed, value));
  }

  private static MetricPoint point(long seed, double value) {
    return new MetricPoint("", seed, 1, 0, Instant.EPOCH, value);
  }
}
