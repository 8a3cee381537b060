package profundo.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import profundo.lab.Recipe;
import profundo.lab.Result;
import profundo.train.Interval;
import tools.jackson.databind.ObjectMapper;

/// What `--json` prints.
final class Json {
  private static final long MIB = 1 << 20;

  private Json() {}

  static String of(Object value) {
    return new ObjectMapper().writeValueAsString(value);
  }

  static Map<String, Object> recipe(Recipe<?> recipe, boolean parameters) {
    var json = new LinkedHashMap<String, Object>();
    json.put("id", recipe.id());
    json.put("topic", recipe.topic());
    json.put("title", recipe.title());
    json.put("paper", recipe.paper());
    json.put("claims", recipe.claims());
    if (parameters) {
      json.put("parameters", recipe.parameters());
    }
    return json;
  }

  static Map<String, Object> run(Result result) {
    var run = result.run();
    var plan = run.plan();
    var json = new LinkedHashMap<String, Object>();
    json.put("run", run.id());
    json.put("recipe", plan.recipe());
    json.put("scale", plan.scale());
    json.put("seed", plan.seed());
    json.put("device", plan.device());
    json.put("threads", plan.threads());
    json.put("data", plan.data());
    var metrics = new LinkedHashMap<String, Object>();
    result.metrics().forEach((key, value) -> metrics.put(key, metric(value)));
    json.put("metrics", metrics);
    json.put("claims", result.claims());
    json.put("epochs", result.epochs());
    json.put("steps", result.steps());
    json.put("seconds", run.seconds());
    json.put("samplesPerSecond", result.samplesPerSecond());
    json.put("peakRssMiB", run.peakRss() / MIB);
    return json;
  }

  private static Object metric(Interval value) {
    if (value.isSingle()) {
      return value.mean();
    }
    var json = new LinkedHashMap<String, Object>();
    json.put("mean", value.mean());
    json.put("low", value.low());
    json.put("high", value.high());
    json.put("values", value.values());
    return json;
  }
}
