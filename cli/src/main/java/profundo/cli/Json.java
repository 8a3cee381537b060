package profundo.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import profundo.data.source.Entry;
import profundo.data.source.Sources;
import profundo.lab.Claim;
import profundo.lab.Comparison;
import profundo.lab.ModelSizes;
import profundo.lab.Recipe;
import profundo.lab.Result;
import profundo.lab.Scale;
import profundo.train.metric.Interval;
import profundo.train.store.ClaimResult;
import profundo.train.store.RunPlan;
import profundo.train.store.RunStore;
import profundo.train.store.StoredRun;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/// What `--json` prints.
final class Json {
  private static final long MIB = 1 << 20;

  private Json() {}

  static String of(Object value) {
    return new ObjectMapper().writeValueAsString(value);
  }

  static Map<String, Object> recipe(Recipe<?> recipe, boolean parameters) {
    var about = recipe.about();
    var json = new LinkedHashMap<String, Object>();
    json.put("id", about.id());
    json.put("topic", about.topic());
    json.put("title", about.title());
    json.put("paper", about.paper());
    json.put("claims", about.claims().stream().map(Json::claim).toList());
    if (parameters) {
      json.put("parameters", parameters(recipe));
    }
    json.put("data", about.data());
    var scales = new LinkedHashMap<String, Object>();
    for (var scale : Scale.values()) {
      scales.put(scale.label(), Map.of("seconds", about.seconds().at(scale)));
    }
    json.put("scales", scales);
    return json;
  }

  private static Map<String, Long> parameters(Recipe<?> recipe) {
    var counts = new TreeMap<String, Long>();
    ModelSizes.of(recipe, Scale.LAPTOP)
        .values()
        .forEach(size -> counts.put(size.net(), size.parameters()));
    return counts;
  }

  private static Map<String, Object> claim(Claim claim) {
    var json = new LinkedHashMap<String, Object>();
    json.put("metric", claim.metric());
    json.put("source", claim.source().word());
    json.put("paper", figure(claim.paper()));
    json.put("where", claim.where());
    json.put("direction", claim.direction().sign());
    var expected = new LinkedHashMap<String, Object>();
    new TreeMap<>(claim.expected()).forEach((scale, figure) -> expected.put(scale.label(), figure));
    claim.bundled().ifPresent(figure -> expected.put("bundled", figure));
    json.put("expected", expected);
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
    json.put("settings", settings(plan));
    json.put("data", plan.data());
    json.put("metrics", metrics(result.metrics()));
    json.put("synthetic", result.synthetic());
    json.put("claims", result.claims().stream().map(Json::verdict).toList());
    json.put("unjudged", result.unjudged().map(why -> why.reason().word()).orElse(null));
    json.put("epochs", result.epochs());
    json.put("steps", result.steps());
    json.put("seconds", run.seconds());
    json.put("samplesPerSecond", result.samplesPerSecond());
    json.put("peakRssMiB", run.peakRss() / MIB);
    return json;
  }

  private static Map<String, Object> settings(RunPlan plan) {
    return new ObjectMapper().readValue(plan.config(), new TypeReference<>() {});
  }

  private static Map<String, Object> verdict(ClaimResult claim) {
    var json = new LinkedHashMap<String, Object>();
    json.put("metric", claim.metric());
    json.put("source", claim.source().word());
    json.put("paper", figure(claim.paper()));
    json.put("expected", claim.expected());
    json.put("measured", claim.measured());
    json.put("seeds", claim.seeds());
    json.put("verdict", claim.verdict().word());
    json.put("met", claim.met());
    return json;
  }

  private static @Nullable Double figure(OptionalDouble paper) {
    return paper.isPresent() ? paper.getAsDouble() : null;
  }

  static Map<String, Object> stored(StoredRun run, RunStore store) {
    var json = new LinkedHashMap<String, Object>();
    json.put("run", run.id());
    json.put("recipe", run.plan().recipe());
    json.put("scale", run.plan().scale());
    json.put("seed", run.plan().seed());
    json.put("state", run.state().word());
    json.put("started", run.started().toString());
    json.put("seconds", run.seconds());
    json.put("settings", settings(run.plan()));
    json.put("data", run.plan().data());
    json.put("synthetic", Runs.isSynthetic(run));
    json.put("metrics", metrics(store.metrics(run.id())));
    json.put("folder", run.folder().toString());
    return json;
  }

  static Map<String, Object> comparison(Comparison comparison) {
    var json = new LinkedHashMap<String, Object>();
    json.put("runs", comparison.runs().stream().map(StoredRun::id).toList());
    json.put("synthetic", comparison.runs().stream().map(Runs::isSynthetic).toList());
    json.put("settings", comparison.settings());
    var figures = new LinkedHashMap<String, Object>();
    comparison
        .metrics()
        .forEach((key, values) ->
            figures.put(
                key, values.stream().map(value -> value.map(Json::metric).orElse("")).toList()));
    json.put("metrics", figures);
    return json;
  }

  static Map<String, Object> dataset(Entry entry, Sources sources) {
    var json = new LinkedHashMap<String, Object>();
    json.put("name", entry.name());
    json.put("licence", entry.licence());
    json.put("cached", sources.isCached(entry));
    json.put("bundled", entry.bundled());
    json.put("files", entry.files());
    return json;
  }

  private static Map<String, Object> metrics(Map<String, Interval> values) {
    var json = new LinkedHashMap<String, Object>();
    values.forEach((key, value) -> json.put(key, metric(value)));
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
