package profundo.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import profundo.lab.Recipe;
import profundo.lab.Result;
import profundo.lab.Scale;
import profundo.tensor.Threads;
import tools.jackson.databind.ObjectMapper;

/// What `--json` prints.
final class Json {
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

  static Map<String, Object> run(
      Recipe<?> recipe, Scale scale, long seed, String device, Result result) {
    var json = new LinkedHashMap<String, Object>();
    json.put("run", result.run());
    json.put("recipe", recipe.id());
    json.put("scale", scale.label());
    json.put("seed", seed);
    json.put("device", device);
    json.put("threads", Threads.get());
    json.put("metrics", result.metrics());
    json.put("claims", result.claims());
    json.put("epochs", result.epochs());
    json.put("steps", result.steps());
    json.put("seconds", result.seconds());
    json.put("samplesPerSecond", result.samplesPerSecond());
    json.put("peakRssMiB", result.peakRssMiB());
    return json;
  }
}
