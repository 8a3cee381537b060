package profundo.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import profundo.train.metric.Interval;
import profundo.train.store.RunStore;
import profundo.train.store.StoredRun;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Several runs side by side.
///
/// @param runs the runs, in the order they were named
/// @param settings what was set differently: for each key its value in each run, empty where a run
///   has none
/// @param metrics for each key its figure in each run, none where a run has none
public record Comparison(
    List<StoredRun> runs,
    Map<String, List<String>> settings,
    Map<String, List<Optional<Interval>>> metrics) {
  /// Compares two runs or more.
  ///
  /// @throws UsageException if there are fewer
  public static Comparison of(RunStore store, List<StoredRun> runs) {
    if (runs.size() < 2) {
      throw new UsageException("compareNothing");
    }
    var settings = runs.stream().map(Comparison::settings).toList();
    var figures = runs.stream().map(run -> store.metrics(run.id())).toList();
    var different = new LinkedHashMap<String, List<String>>();
    var keys = new LinkedHashSet<String>();
    settings.forEach(of -> keys.addAll(of.keySet()));
    for (var key : keys) {
      var values = settings.stream().map(of -> of.getOrDefault(key, "")).toList();
      if (values.stream().distinct().count() > 1) {
        different.put(key, values);
      }
    }
    var metrics = new LinkedHashMap<String, List<Optional<Interval>>>();
    var metricKeys = new TreeSet<String>();
    figures.forEach(of -> metricKeys.addAll(of.keySet()));
    for (var key : metricKeys) {
      var values = new ArrayList<Optional<Interval>>();
      figures.forEach(of -> values.add(Optional.ofNullable(of.get(key))));
      metrics.put(key, values);
    }
    return new Comparison(runs, different, metrics);
  }

  private static Map<String, String> settings(StoredRun run) {
    var plan = run.plan();
    var settings = new LinkedHashMap<String, String>();
    settings.put("recipe", plan.recipe());
    settings.put("scale", plan.scale());
    settings.put("seed", Long.toString(plan.seed()));
    settings.put("device", plan.device());
    settings.put("data", plan.data().name() + " (" + plan.data().source() + ")");
    settings.putAll(
        new JsonMapper().readValue(plan.config(), new TypeReference<Map<String, String>>() {}));
    return settings;
  }
}
