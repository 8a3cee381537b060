package profundo.lab.report;

import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import profundo.base.Text;
import profundo.lab.ClaimWords;
import profundo.lab.Description;
import profundo.lab.Judgement;
import profundo.lab.Reproduction;
import profundo.lab.Scale;
import profundo.lab.StoredSettings;
import profundo.lab.UsageException;
import profundo.lab.task.UsedImages;
import profundo.tensor.Device;
import profundo.train.metric.Interval;
import profundo.train.store.ClaimResult;
import profundo.train.store.RunPlan;
import profundo.train.store.RunState;
import profundo.train.store.RunStore;
import profundo.train.store.StoredRun;
import profundo.train.store.Unjudged;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// One run as a web page in one file: its claims, curves, pictures and environment.
public final class Report {
  private static final DateTimeFormatter STARTED =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
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
    PageParts.write("report.mustache", page(run), file);
  }

  private Map<String, Object> page(StoredRun run) {
    var plan = run.plan();
    var page = new LinkedHashMap<String, Object>();
    page.put("language", language.getLanguage());
    page.put("numbers", text.get("report.numbers"));
    page.put("t", text.all("report."));
    page.put("style", PageParts.chartStyle());
    page.put("charting", PageParts.chartScript());
    page.put("id", run.id());
    var description = Description.of(store, run);
    var own = description.words(language);
    var said = PageWords.of(own, language);
    page.put("topic", own.topic(description.topic()));
    page.put("title", own.title(description.title(), plan.data().name(), language));
    page.put("paper", description.paper());
    page.put("state", text.find("state." + run.state().word(), run.state().word()));
    page.put("note", run.note());
    var metrics = store.metrics(run.id());
    var claims = store.claims(run.id());
    page.put(
        "claims",
        claims.stream().map(claim -> claim(run, description, said, claim, metrics)).toList());
    var unjudged = Judgement.whyNot(store, run, claims);
    page.put("synthetic", unjudged.map(Unjudged::reason).filter(Report::isOfSynthetic).isPresent());
    page.put("verdict", verdict(run, description, claims, metrics, unjudged));
    page.put("metrics", metrics(said, metrics));
    page.put("facts", facts(run, said));
    var curves = store.curves(run.id());
    var parts = Parts.of(said, description.models().keySet(), curves.keySet());
    page.put("models", new ReportModels(parts).of(description.models()));
    page.put("counted", text.get("report.counted", said.find("example").orElse("")));
    page.put("charts", charts(said, new ReportCurves(said, parts).charts(curves)));
    int seeds = StoredSettings.seeds(plan);
    page.put("band", seeds > 1 ? text.get("report.band", seeds) : "");
    page.put("panels", new ReportPanels(said, parts, seeds > 1).of(store.artefacts(run.id())));
    page.put("settings", settings(plan.config(), description));
    page.put("departures", own.departures());
    page.put("environment", environment(plan.environment()));
    page.put("command", command(run, description));
    return page;
  }

  private static List<Map<String, String>> metrics(PageWords said, Map<String, Interval> metrics) {
    return metrics.entrySet().stream()
        .map(figure -> {
          var quantity = FigureKey.of(figure.getKey()).quantity();
          return Map.of(
              "name",
              said.figure(figure.getKey()),
              "value",
              said.value(quantity, figure.getValue()),
              "unit",
              said.isShare(quantity) ? "" : said.unit(quantity),
              "key",
              figure.getKey());
        })
        .toList();
  }

  private Map<String, Object> claim(
      StoredRun run,
      Description description,
      PageWords said,
      ClaimResult claim,
      Map<String, Interval> metrics) {
    var row = new LinkedHashMap<String, Object>();
    var quantity = FigureKey.of(claim.metric()).quantity();
    row.put("name", said.figure(claim.metric()));
    row.put("metric", claim.metric());
    var paper = claim.paper();
    row.put(
        "whose",
        text.get(
            "source." + claim.source().word(),
            paper.isPresent() ? said.value(quantity, paper.getAsDouble()) : ""));
    row.put("where", description.words(language).where(claim.metric(), claim.where()));
    row.put(
        "expected",
        description.sign(claim.metric()) + " " + said.value(quantity, claim.expected()));
    var interval = interval(claim, metrics);
    row.put("measured", said.value(quantity, interval.mean()));
    row.put(
        "spread", interval.isSingle() ? text.get("report.oneSeed") : said.ends(quantity, interval));
    row.put(
        "gap",
        paper.isPresent()
            ? said.difference(quantity, claim.measured() - paper.getAsDouble())
            : "–");
    var sign = description.sign(claim.metric());
    var scale = Scale.of(run.plan().scale());
    row.put("met", Reproduction.of(claim, scale, sign, interval).isGood());
    row.put("verdict", ClaimWords.mark(claim) + " " + words.verdict(claim, scale, sign, interval));
    return row;
  }

  private String verdict(
      StoredRun run,
      Description description,
      List<ClaimResult> claims,
      Map<String, Interval> metrics,
      Optional<Unjudged> unjudged) {
    var scale = Scale.of(run.plan().scale());
    return unjudged
        .map(why -> isQuick(run) ? text.get("report.quick") : words.unjudged(why))
        .orElseGet(() ->
            words.verdict(
                claims.stream()
                    .map(claim ->
                        Reproduction.of(
                            claim,
                            scale,
                            description.sign(claim.metric()),
                            interval(claim, metrics)))
                    .toList(),
                scale));
  }

  private static Interval interval(ClaimResult claim, Map<String, Interval> metrics) {
    return metrics.getOrDefault(claim.metric(), Interval.of(claim.measured()));
  }

  private static boolean isOfSynthetic(Unjudged.Reason reason) {
    return reason == Unjudged.Reason.SYNTHETIC;
  }

  private static boolean isQuick(StoredRun run) {
    return run.plan().scale().equals(Scale.SMOKE.label()) && run.state() == RunState.DONE;
  }

  private List<Map<String, String>> facts(StoredRun run, PageWords said) {
    var plan = run.plan();
    var facts = new ArrayList<Map<String, String>>();
    facts.add(PageParts.row(text.get("fact.scale"), plan.scale()));
    var source = text.find("source." + plan.data().source(), plan.data().source());
    facts.add(
        PageParts.row(
            text.get("fact.data"),
            Text.format("%s · %,d · %s", data(said, plan), plan.data().samples(), source)));
    int seeds = StoredSettings.seeds(plan);
    facts.add(
        PageParts.row(
            text.get("fact.seed"),
            seeds == 1
                ? Long.toString(plan.seed())
                : plan.seed() + " – " + (plan.seed() + seeds - 1)));
    facts.add(PageParts.row(text.get("fact.device"), plan.device() + " · " + plan.threads()));
    facts.add(PageParts.row(text.get("fact.seconds"), duration(run.seconds())));
    facts.add(PageParts.row(text.get("fact.memory"), Text.format("%,d MiB", run.peakRss() >> 20)));
    facts.add(PageParts.row(text.get("fact.started"), started(run)));
    return facts;
  }

  private static List<Map<String, String>> charts(
      PageWords said, Map<String, Map<String, Object>> charts) {
    return charts.entrySet().stream()
        .map(chart -> {
          var quantity = chart.getKey();
          return Map.of(
              "title",
              said.quantity(quantity),
              "words",
              said.find("exhibit." + quantity).orElse(""),
              "data",
              JSON.writeValueAsString(chart.getValue()));
        })
        .toList();
  }

  private String data(PageWords said, RunPlan plan) {
    var name = said.label(plan.data().name());
    return UsedImages.isPart(plan.data().name(), plan.data().samples())
        ? text.get("report.part", name)
        : name;
  }

  private static String started(StoredRun run) {
    return STARTED.format(run.started()) + " UTC";
  }

  /// `48.2 s`, `3 min 20 s`, `2 h 5 min`.
  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    return seconds < 60
        ? Text.format("%.1f s", seconds)
        : whole < 3600
            ? Text.format("%d min %d s", whole / 60, whole % 60)
            : Text.format("%d h %d min", whole / 3600, whole / 60 % 60);
  }

  /// The command that makes this run again.
  private static String command(StoredRun run, Description description) {
    var plan = run.plan();
    var project = description.project();
    var command = new StringBuilder("./profundo run ");
    command.append(project == null ? plan.recipe() : ShellWord.quoted(project));
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
    settings.forEach(
        (key, value) -> command.append(" --set ").append(ShellWord.quoted(key + "=" + value)));
    return command.toString();
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
                  PageWords.grouped(value),
                  "paper",
                  paper.equals(value) ? "" : PageWords.grouped(paper),
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
            parts.forEach(
                (name, version) -> rows.add(PageParts.row(name.toString(), version.toString())));
          } else if (key.equals("memory") && value instanceof Number bytes) {
            rows.add(PageParts.row(key, Text.format("%.1f GiB", bytes.doubleValue() / (1 << 30))));
          } else if (!value.equals("")) {
            rows.add(PageParts.row(key, String.valueOf(value)));
          }
        });
    return rows;
  }
}
