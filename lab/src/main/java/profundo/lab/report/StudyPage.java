package profundo.lab.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import profundo.base.Reason;
import profundo.base.Text;
import profundo.lab.Description;
import profundo.lab.RecipeWords;
import profundo.lab.Scale;
import profundo.lab.UsageException;
import profundo.lab.exhibit.Gallery;
import profundo.lab.statistics.Spread;
import profundo.lab.study.Arm;
import profundo.lab.study.Contrast;
import profundo.lab.study.Pair;
import profundo.lab.study.Study;
import profundo.lab.study.StudyPlan;
import profundo.lab.study.StudyWords;
import profundo.lab.study.Unit;
import profundo.train.store.JobState;
import profundo.train.store.MetricPoint;
import profundo.train.store.ModelSize;
import profundo.train.store.RunStore;
import profundo.train.store.StoredRun;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// A study as a web page in one file: what is found, the pairs, the curves, what was equal, which
/// test examples changed sides, what could not have been seen, and how to do it again.
public final class StudyPage {
  private static final JsonMapper JSON = new JsonMapper();

  private final RunStore store;
  private final Locale language;
  private final Text text;

  /// Pages of the studies of a store.
  ///
  /// @param language English or Spanish
  public StudyPage(RunStore store, Locale language) {
    this.store = store;
    this.language = language;
    this.text = Text.of(StudyWords.class, language);
  }

  /// Writes a study's page beside the store's runs.
  ///
  /// @return where it lies
  public Path write(Study study) {
    var folder = RunStore.home().resolve("studies");
    var file = folder.resolve(study.stored().id() + ".html");
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UsageException("reportUnwritten", file, Reason.of(e));
    }
    write(study, file);
    return file;
  }

  /// Writes a study's page, whole or not at all.
  ///
  /// @throws profundo.lab.UsageException if the file cannot be written, or an artefact makes no
  ///   sense
  public void write(Study study, Path file) {
    var page = content(study);
    page.put("style", PageParts.chartStyle());
    page.put("charting", PageParts.chartScript());
    PageParts.write("study.mustache", page, file);
  }

  /// What a page of a study shows.
  Map<String, Object> content(Study study) {
    var plan = study.plan();
    var words = StudyWords.of(store, study, language);
    var description = study.anyRun().map(run -> Description.of(store, run));
    var own = description.map(of -> of.words(language)).orElse(new RecipeWords(Map.of()));
    var said = PageWords.of(own, language);
    var page = new LinkedHashMap<String, Object>();
    page.put("language", language.getLanguage());
    page.put("t", text.all("page."));
    page.put("id", study.stored().id());
    page.put("hash", study.stored().hash());
    page.put("recipe", plan.recipe());
    page.put("title", own.title(description.map(Description::title).orElse(plan.recipe())));
    page.put("metric", plan.metric());
    page.put(
        "contrasts",
        study.contrasts().stream().map(one -> contrast(study, one, words, said)).toList());
    page.put("nothing", study.contrasts().isEmpty());
    page.put("smoke", plan.scale().equals(Scale.SMOKE.label()));
    page.put("charts", charts(study, said));
    page.put("equal", equalities(study));
    page.put("equalHeader", plan.arms().stream().map(Arm::name).toList());
    page.put("planned", planned(study, words));
    page.put("later", later(study));
    page.put(
        "failed",
        study.failures().stream()
            .map(one -> text.get("page.failedRun", one.arm(), one.seedList(), one.note()))
            .toList());
    page.put("command", StudyCommand.of(plan));
    page.put("facts", facts(study));
    page.put("runs", runs(study));
    page.put("plan", study.stored().plan());
    return page;
  }

  private Map<String, Object> contrast(
      Study study, Contrast contrast, StudyWords words, PageWords said) {
    var row = new LinkedHashMap<String, Object>();
    row.put("sentence", words.sentence(contrast));
    row.put("finding", contrast.finding().name().toLowerCase(Locale.ROOT));
    words.superiority(contrast).ifPresent(beats -> row.put("superiority", beats));
    row.put("unseen", words.unseen(contrast));
    words.carries(study, contrast).ifPresent(carries -> row.put("carries", carries));
    row.put("arm", contrast.arm().name());
    row.put("base", contrast.base().name());
    var paper = paper(study);
    row.put(
        "lines",
        PairLines.of(
            contrast,
            paper,
            text.get(
                "page.paperFigure",
                paper.isPresent() ? Text.format("%.4f", paper.getAsDouble()) : ""),
            text.get("page.seed")));
    row.put("pairs", pairs(study, contrast));
    row.put("spread", spread(study, contrast, words));
    contrast
        .examples()
        .ifPresent(table -> {
          row.put(
              "table",
              Map.of(
                  "both", count(table.bothRight()),
                  "onlyArm", count(table.onlyFirst()),
                  "onlyBase", count(table.onlySecond()),
                  "none", count(table.bothWrong())));
          row.put("tableNote", text.get("page.tableNote", words.pairs(contrast.n())));
        });
    var changed = new ChangedExamples(store);
    row.put("gained", gallery(changed.of(study, contrast, true), said));
    row.put("lost", gallery(changed.of(study, contrast, false), said));
    return row;
  }

  private static List<Map<String, String>> gallery(List<Gallery.Item> items, PageWords said) {
    return items.stream()
        .map(item -> Map.of("caption", item.captioned(said::label), "png", item.png()))
        .toList();
  }

  private static String count(long count) {
    return Text.format("%,d", count);
  }

  /// The figure that the paper states for the metric that decides.
  private OptionalDouble paper(Study study) {
    return study.runs(study.plan().base()).values().stream()
        .flatMap(run -> store.claims(run.id()).stream())
        .filter(claim -> claim.metric().equals(study.plan().metric()))
        .map(claim -> claim.paper())
        .findFirst()
        .orElse(OptionalDouble.empty());
  }

  private static List<Map<String, String>> pairs(Study study, Contrast contrast) {
    var unit = Unit.of(study.plan().metric());
    return contrast.pairs().stream()
        .map(pair ->
            Map.of(
                "seed",
                Long.toString(pair.seed()),
                "base",
                Text.format("%.4f", pair.base()),
                "arm",
                Text.format("%.4f", pair.arm()),
                "difference",
                sign(pair.difference()) + unit.say(Math.abs(pair.difference())),
                "p",
                pair.examples().map(table -> StudyWords.probability(table.p())).orElse("–")))
        .toList();
  }

  private static String sign(double difference) {
    return difference < 0 ? "−" : "+";
  }

  /// How much the seeds differ, how much that is alike in both arms of a pair, and what the test
  /// set's size alone would make of it.
  private List<Map<String, String>> spread(Study study, Contrast contrast, StudyWords words) {
    var rows = new ArrayList<Map<String, String>>();
    if (contrast.n() < 2) {
      return rows;
    }
    rows.add(
        PageParts.row(contrast.base().name(), words.margin(spread(contrast, pair -> pair.base()))));
    rows.add(
        PageParts.row(contrast.arm().name(), words.margin(spread(contrast, pair -> pair.arm()))));
    rows.add(PageParts.row(text.get("page.ofDifferences"), words.margin(contrast.spread())));
    contrast
        .examples()
        .filter(_ -> Unit.of(study.plan().metric()).isPoints())
        .ifPresent(table -> {
          double n =
              (double)
                      (table.bothRight()
                          + table.onlyFirst()
                          + table.onlySecond()
                          + table.bothWrong())
                  / contrast.n();
          double mean =
              contrast.pairs().stream().mapToDouble(pair -> pair.base()).average().orElse(0);
          rows.add(
              PageParts.row(
                  text.get("page.ofTestSet", Text.format("%,.0f", n)),
                  words.margin(Math.sqrt(mean * (1 - mean) / n))));
        });
    return rows;
  }

  private static double spread(Contrast contrast, ToDoubleFunction<Pair> figure) {
    return Spread.of(contrast.pairs().stream().mapToDouble(figure).toArray());
  }

  private List<Map<String, String>> charts(Study study, PageWords said) {
    var keys = new TreeSet<String>();
    var curves = new TreeMap<String, Map<String, List<List<MetricPoint>>>>();
    for (var arm : study.plan().arms()) {
      for (var run : study.runs(arm).values()) {
        store
            .curves(run.id())
            .forEach((key, points) -> {
              keys.add(key);
              curves
                  .computeIfAbsent(key, _ -> new LinkedHashMap<>())
                  .computeIfAbsent(arm.name(), _ -> new ArrayList<>())
                  .add(points);
            });
      }
    }
    return keys.stream()
        .map(key ->
            Map.of(
                "title",
                said.figure(key),
                "data",
                JSON.writeValueAsString(Bands.of(curves.getOrDefault(key, Map.of())))))
        .toList();
  }

  /// What both arms had alike or not: parameters, examples seen, seconds, memory.
  private List<Map<String, Object>> equalities(Study study) {
    var rows = new ArrayList<Map<String, Object>>();
    rows.add(equal(study, "page.parameters", of -> sizes(of, ModelSize::parameters)));
    rows.add(equal(study, "page.flops", of -> sizes(of, ModelSize::multiplyAdds)));
    rows.add(
        equal(study, "page.examples", of -> Text.format("%,.0f", mean(of, StoredRun::samples))));
    rows.add(equal(study, "page.seconds", of -> Text.format("%.1f", mean(of, StoredRun::seconds))));
    rows.add(
        equal(
            study,
            "page.memory",
            of -> Text.format("%,.0f", mean(of, run -> (double) (run.peakRss() >> 20)))));
    rows.add(
        equal(
            study,
            "page.threads",
            of -> Text.format("%.0f", mean(of, run -> run.plan().threads()))));
    return rows;
  }

  private Map<String, Object> equal(
      Study study, String key, Function<List<StoredRun>, String> say) {
    var cells =
        study.plan().arms().stream()
            .map(arm -> List.copyOf(study.runs(arm).values()))
            .map(of -> of.isEmpty() ? "–" : say.apply(of))
            .toList();
    return Map.of("name", text.get(key), "cells", cells);
  }

  private String sizes(List<StoredRun> runs, ToLongFunction<ModelSize> size) {
    return Description.of(store, runs.getFirst()).models().values().stream()
        .map(size::applyAsLong)
        .map(count -> count == 0 ? "–" : count(count))
        .collect(Collectors.joining(" + "));
  }

  private static double mean(List<StoredRun> runs, ToDoubleFunction<StoredRun> figure) {
    return runs.stream().mapToDouble(figure).average().orElse(Double.NaN);
  }

  private List<String> planned(Study study, StudyWords words) {
    var plan = study.plan();
    var planned = new ArrayList<String>();
    planned.add(text.get("page.planned", plan.planned()));
    planned.add(
        text.get(
            "page.plannedArms",
            plan.arms().stream().map(Arm::name).collect(Collectors.joining(", "))));
    planned.add(
        text.get(
            "page.plannedSeeds",
            words.pairs(plan.seeds().size()),
            "" + plan.seeds().getFirst(),
            "" + plan.seeds().getLast()));
    planned.add(text.get("page.plannedMetric", plan.metric()));
    var margin = plan.margin();
    planned.add(
        margin == null
            ? text.get("page.plannedNoMargin")
            : text.get("page.plannedMargin", words.margin(margin / Unit.of(plan.metric()).size())));
    plan.compared().stream()
        .filter(arm -> !arm.fitted().isEmpty())
        .forEach(
            arm -> planned.add(text.get("page.plannedEqual." + plan.equal().word(), arm.name())));
    planned.add(
        text.get(
            plan.rule().equals(StudyPlan.UNTIL_DECIDED) ? "page.plannedUntil" : "page.plannedRule",
            Text.format("%.2f", plan.level())));
    return planned;
  }

  private List<String> later(Study study) {
    var later = new ArrayList<String>();
    study
        .events()
        .forEach(event ->
            later.add(
                text.get(
                    "page.event." + event.event(),
                    event.time().truncatedTo(ChronoUnit.SECONDS).toString(),
                    event.detail())));
    study.jobs().stream()
        .filter(job -> job.tries() > 1)
        .forEach(
            job -> later.add(text.get("page.again", job.arm(), "" + job.seed(), "" + job.tries())));
    study.jobs().stream()
        .filter(job -> job.state() != JobState.DONE && job.state() != JobState.FAILED)
        .forEach(job ->
            later.add(
                text.get(
                    "page.undone",
                    job.arm(),
                    "" + job.seed(),
                    text.get("page.state." + job.state().word()))));
    study
        .failures()
        .forEach(one ->
            later.add(
                text.get(
                    "page.undone",
                    one.arm(),
                    one.seedList(),
                    text.get("page.state." + JobState.FAILED.word()))));
    if (study.testLooks() > 0) {
      later.add(text.get("page.looks", count(study.testLooks())));
    }
    return later;
  }

  private List<Map<String, String>> facts(Study study) {
    var plan = study.plan();
    var facts = new ArrayList<Map<String, String>>();
    study
        .anyRun()
        .ifPresent(run -> {
          var data = run.plan().data();
          facts.add(
              PageParts.row(
                  text.get("page.data"),
                  Text.format("%s · %,d · %s", data.name(), data.samples(), data.source())));
          environment(run).forEach((key, value) -> facts.add(PageParts.row(key, value)));
        });
    facts.add(
        PageParts.row(text.get("page.commit"), plan.commit().isEmpty() ? "–" : plan.commit()));
    facts.add(PageParts.row(text.get("page.hash"), study.stored().hash()));
    facts.add(PageParts.row(text.get("page.total"), Text.format("%.1f", seconds(study) / 60)));
    return facts;
  }

  private static double seconds(Study study) {
    return study.runs().values().stream()
        .flatMap(of -> of.values().stream())
        .flatMapToDouble(run -> DoubleStream.of(run.seconds()))
        .sum();
  }

  private static Map<String, String> environment(StoredRun run) {
    var all = JSON.readValue(run.plan().environment(), new TypeReference<Map<String, Object>>() {});
    var shown = new LinkedHashMap<String, String>();
    for (var key : List.of("cpu", "cores", "system", "jdk")) {
      Optional.ofNullable(all.get(key)).ifPresent(value -> shown.put(key, String.valueOf(value)));
    }
    return shown;
  }

  private static List<Map<String, String>> runs(Study study) {
    return study.jobs().stream()
        .map(job -> PageParts.row(job.arm() + " · " + job.seed(), job.run().orElse("–")))
        .toList();
  }
}
