package profundo.lab.report;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import profundo.base.Reason;
import profundo.base.Text;
import profundo.base.WholeFile;
import profundo.lab.ClaimWords;
import profundo.lab.Description;
import profundo.lab.Judgement;
import profundo.lab.RecipeWords;
import profundo.lab.StoredSettings;
import profundo.lab.UsageException;
import profundo.tensor.Device;
import profundo.train.metric.Interval;
import profundo.train.store.ClaimResult;
import profundo.train.store.RunStore;
import profundo.train.store.StoredRun;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// One run as a web page in one file: its claims, curves, pictures and environment.
public final class Report {
  private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
  private static final Pattern PLAIN = Pattern.compile("[\\w.,:=/+-]+");
  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<LinkedHashMap<String, Object>> OBJECT =
      new TypeReference<>() {};

  private final RunStore store;
  private final Text text;
  private final Locale language;
  private final ClaimWords words;

  /// Reports on the runs of a store.
  ///
  /// @param language English or Spanish
  public Report(RunStore store, Locale language) {
    this.store = store;
    this.language = language;
    this.text = Text.of(UsageException.class, language);
    this.words = new ClaimWords(language);
  }

  /// Writes a run's page, whole or not at all.
  ///
  /// @throws UsageException if the file cannot be written, or an artefact makes no sense
  /// @throws profundo.train.store.StoreException if the store or an artefact is damaged
  public void write(StoredRun run, Path file) {
    var template = resource(Report.class.getResourceAsStream("report.mustache"), "report.mustache");
    var page =
        Mustache.compiler()
            .zeroIsFalse(true)
            .emptyStringIsFalse(true)
            .defaultValue("")
            .compile(template)
            .execute(page(run));
    try {
      WholeFile.write(file, page.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UsageException("reportUnwritten", file, Reason.of(e));
    }
  }

  private Map<String, Object> page(StoredRun run) {
    var plan = run.plan();
    var page = new LinkedHashMap<String, Object>();
    page.put("language", language.getLanguage());
    page.put("t", text.all("report."));
    page.put("style", chartFile("uPlot.min.css"));
    page.put("charting", chartFile("uPlot.iife.min.js"));
    page.put("id", run.id());
    var description = Description.of(store, run);
    var own = description.words(language);
    page.put("topic", own.topic(description.topic()));
    page.put("title", own.title(description.title()));
    page.put("paper", description.paper());
    page.put("models", models(description));
    page.put("state", text.find("state." + run.state().word(), run.state().word()));
    page.put("note", run.note());
    page.put("synthetic", Judgement.isSynthetic(plan.data()));
    var metrics = store.metrics(run.id());
    var claims = store.claims(run.id());
    page.put("claims", claims.stream().map(claim -> claim(description, claim, metrics)).toList());
    page.put("verdict", verdict(run, claims));
    page.put(
        "metrics",
        metrics.entrySet().stream().map(e -> row(e.getKey(), figure(e.getValue()))).toList());
    page.put("facts", facts(run));
    page.put("charts", charts(run, own));
    page.put(
        "panels",
        ReportPanels.of(
            store.artefacts(run.id()), labels(run), name -> title(own, "artefact." + name)));
    page.put("settings", settings(plan.config(), description));
    page.put("departures", own.departures());
    page.put("environment", environment(plan.environment()));
    page.put("command", command(run));
    return page;
  }

  private List<Map<String, String>> models(Description description) {
    return description.models().entrySet().stream()
        .map(model -> {
          var size = model.getValue();
          var name = Stream.of(model.getKey(), size.net()).filter(word -> !word.isEmpty());
          return row(
              name.collect(Collectors.joining(" · ")), Text.format("%,d", size.parameters()));
        })
        .toList();
  }

  private Map<String, Object> claim(
      Description description, ClaimResult claim, Map<String, Interval> metrics) {
    var row = new LinkedHashMap<String, Object>();
    row.put("metric", claim.metric());
    row.put("whose", words.source(claim.source(), claim.paper()));
    row.put("where", description.words(language).where(claim.metric(), claim.where()));
    row.put("expected", description.sign(claim.metric()) + " " + number(claim.expected()));
    var interval = metrics.get(claim.metric());
    row.put("measured", interval == null ? number(claim.measured()) : words.measured(interval));
    var paper = claim.paper();
    row.put(
        "gap",
        paper.isPresent() ? Text.format("%+.4f", claim.measured() - paper.getAsDouble()) : "–");
    row.put("met", claim.met());
    row.put("verdict", ClaimWords.mark(claim) + " " + words.verdict(claim));
    return row;
  }

  private String verdict(StoredRun run, List<ClaimResult> claims) {
    long open = claims.stream().filter(claim -> !claim.met()).count();
    return Judgement.whyNot(store, run, claims)
        .map(words::unjudged)
        .orElseGet(() ->
            open == 0 ? text.get("verdict.all") : text.get("verdict.notMet", open, claims.size()));
  }

  private List<Map<String, String>> facts(StoredRun run) {
    var plan = run.plan();
    var facts = new ArrayList<Map<String, String>>();
    facts.add(row(text.get("fact.scale"), plan.scale()));
    var source = text.find("source." + plan.data().source(), plan.data().source());
    facts.add(
        row(
            text.get("fact.data"),
            Text.format("%s · %,d · %s", plan.data().name(), plan.data().samples(), source)));
    int seeds = StoredSettings.seeds(plan);
    facts.add(
        row(
            text.get("fact.seed"),
            seeds == 1
                ? Long.toString(plan.seed())
                : plan.seed() + " – " + (plan.seed() + seeds - 1)));
    facts.add(row(text.get("fact.device"), plan.device() + " · " + plan.threads()));
    facts.add(row(text.get("fact.seconds"), Text.format("%.1f s", run.seconds())));
    facts.add(row(text.get("fact.memory"), Text.format("%,d MiB", run.peakRss() >> 20)));
    facts.add(
        row(text.get("fact.started"), run.started().truncatedTo(ChronoUnit.SECONDS).toString()));
    return facts;
  }

  private List<Map<String, String>> charts(StoredRun run, RecipeWords own) {
    var charts = new ArrayList<Map<String, String>>();
    ReportCurves.charts(store.curves(run.id()), labels(run))
        .forEach((name, chart) -> {
          var title = title(own, "curve." + name).orElse(name);
          charts.add(Map.of("title", title, "data", JSON.writeValueAsString(chart)));
        });
    return charts;
  }

  /// The words under a key: the recipe's, or ours.
  private Optional<String> title(RecipeWords own, String key) {
    return Optional.of(own.find(key, text.find(key, ""))).filter(words -> !words.isEmpty());
  }

  /// What tells the parts of a run apart: a split or a net, and of several seeds the seed.
  private BiFunction<String, Long, String> labels(StoredRun run) {
    boolean several = StoredSettings.seeds(run.plan()) > 1;
    return (name, seed) ->
        Stream.of(name, several ? text.get("report.ofSeed", Long.toString(seed)) : "")
            .filter(word -> !word.isEmpty())
            .collect(Collectors.joining(" · "));
  }

  /// The command that makes this run again.
  private static String command(StoredRun run) {
    var plan = run.plan();
    var command = new StringBuilder("./profundo run ").append(plan.recipe());
    command.append(" --scale ").append(plan.scale()).append(" --seed ").append(plan.seed());
    command.append(" --threads ").append(plan.threads());
    if (!plan.device().equals(Device.CPU.toString())) {
      command.append(" --device ").append(plan.device());
    }
    var settings = JSON.readValue(plan.config(), OBJECT);
    var seeds = settings.remove("seeds");
    if (seeds != null) {
      command.append(" --seeds ").append(seeds);
    }
    settings.forEach((key, value) -> command.append(" --set ").append(quoted(key + "=" + value)));
    return command.toString();
  }

  /// A word as a shell takes it whole.
  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /// Each setting with what the paper has, where that is something else.
  private List<Map<String, String>> settings(String config, Description description) {
    var own = description.words(language);
    var rows = new ArrayList<Map<String, String>>();
    JSON.readValue(config, OBJECT)
        .forEach((name, set) -> {
          var value = String.valueOf(set);
          var paper = description.paperSettings().getOrDefault(name, value);
          rows.add(
              Map.of(
                  "name",
                  name,
                  "value",
                  value,
                  "paper",
                  paper.equals(value) ? "" : paper,
                  "meaning",
                  own.setting(name, language)));
        });
    return rows;
  }

  private static List<Map<String, String>> environment(String environment) {
    var rows = new ArrayList<Map<String, String>>();
    JSON.readValue(environment, OBJECT)
        .forEach((key, value) -> {
          if (value instanceof Map<?, ?> parts) {
            parts.forEach((name, version) -> rows.add(row(name.toString(), version.toString())));
          } else if (key.equals("memory") && value instanceof Number bytes) {
            rows.add(row(key, Text.format("%.1f GiB", bytes.doubleValue() / (1 << 30))));
          } else if (!value.equals("")) {
            rows.add(row(key, String.valueOf(value)));
          }
        });
    return rows;
  }

  private static Map<String, String> row(String name, String value) {
    return Map.of("name", name, "value", value);
  }

  private static String figure(Interval value) {
    return value.isSingle()
        ? number(value.mean())
        : number(value.mean()) + " [" + number(value.low()) + ", " + number(value.high()) + "]";
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "–" : Text.format("%.4f", value);
  }

  private static String chartFile(String name) {
    return resource(Report.class.getResourceAsStream(CHARTS + name), name);
  }

  private static String resource(
      @org.jspecify.annotations.Nullable InputStream stream, String name) {
    if (stream == null) {
      throw new IllegalStateException("the jar lacks " + name);
    }
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the jar's " + name + " cannot be read", e);
    }
  }
}
