package profundo.lab.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import profundo.base.Text;
import profundo.lab.Claim;
import profundo.lab.ClaimWords;
import profundo.lab.Description;
import profundo.lab.Judgement;
import profundo.lab.RecipeWords;
import profundo.lab.Scale;
import profundo.lab.study.Arm;
import profundo.lab.study.Study;
import profundo.lab.study.StudyWords;
import profundo.train.metric.Interval;
import profundo.train.store.ClaimResult;
import profundo.train.store.RunStore;
import profundo.train.store.StoredRun;

/// The report that a student hands in, under the headings of the ML Reproducibility Challenge: what
/// the store knows is filled in, and what only the student can say is a marked gap.
public final class Writeup {
  private final RunStore store;
  private final Locale language;
  private final Text text;
  private final ClaimWords claimWords;

  /// Reports on the studies of a store.
  ///
  /// @param language English or Spanish
  public Writeup(RunStore store, Locale language) {
    this.store = store;
    this.language = language;
    this.text = Text.of(StudyWords.class, language);
    this.claimWords = new ClaimWords(language);
  }

  /// Writes the report, whole or not at all.
  ///
  /// @throws profundo.lab.UsageException if the file cannot be written
  public void write(Study study, WriteupFormat format, Path file) {
    var template = "writeup." + format.word() + ".mustache";
    PageParts.write(template, format.escaper, content(study), file);
  }

  private Map<String, Object> content(Study study) {
    var content = new StudyPage(store, language).content(study);
    content.put("w", text.all("writeup."));
    content.put("hashLine", text.get("writeup.hashLine", study.stored().hash()));
    var run = study.runs(study.plan().base()).values().stream().findFirst().or(study::anyRun);
    run.ifPresent(first -> {
      var description = Description.of(store, first);
      var words = description.words(language);
      var paper = description.paper();
      if (paper != null) {
        content.put(
            "paper",
            Text.format(
                "%s (%d). %s. %s", paper.authors(), paper.year(), paper.title(), paper.url()));
      }
      content.put("claims", claims(study, first, description, words));
      content.put("unjudged", unjudged(first));
      content.put("settings", settings(study, description, words));
      content.put("armNames", study.plan().arms().stream().map(Arm::name).toList());
      content.put("departures", words.departures());
    });
    return content;
  }

  /// The paper's claims beside what the first arm's seeds say of them together.
  private List<Map<String, String>> claims(
      Study study, StoredRun first, Description description, RecipeWords words) {
    var rows = new ArrayList<Map<String, String>>();
    for (var claim : store.claims(first.id())) {
      var figures =
          study.runs(study.plan().base()).values().stream()
              .flatMap(run -> store.metrics(run.id()).entrySet().stream())
              .filter(metric -> metric.getKey().equals(claim.metric()))
              .mapToDouble(metric -> metric.getValue().mean())
              .toArray();
      var measured = figures.length == 0 ? Interval.of(Double.NaN) : Interval.of(figures);
      var sign = description.signs().getOrDefault(claim.metric(), "");
      var row = new LinkedHashMap<String, String>();
      row.put("metric", claim.metric());
      row.put("source", claimWords.source(claim.source(), claim.paper()));
      row.put("where", words.where(claim.metric(), claim.where()));
      row.put("measured", claimWords.measured(measured));
      row.put(
          "verdict",
          claimWords.verdict(
              together(claim, sign, measured), Scale.of(study.plan().scale()), sign, measured));
      rows.add(row);
    }
    return rows;
  }

  private static ClaimResult together(ClaimResult claim, String sign, Interval measured) {
    return new ClaimResult(
        claim.metric(),
        claim.source(),
        claim.paper(),
        claim.where(),
        claim.expected(),
        measured.mean(),
        measured.values().size(),
        Claim.Direction.of(sign).verdict(claim.expected(), measured));
  }

  private String unjudged(StoredRun run) {
    return Judgement.whyNot(store, run, store.claims(run.id()))
        .map(claimWords::unjudged)
        .orElse("");
  }

  /// The settings in which arms differ from the paper or from each other.
  private List<Map<String, Object>> settings(
      Study study, Description description, RecipeWords words) {
    var arms = study.plan().arms();
    var keys = new TreeSet<String>();
    arms.forEach(arm -> keys.addAll(arm.settings().keySet()));
    var rows = new ArrayList<Map<String, Object>>();
    for (var key : keys) {
      var paper = description.paperSettings().getOrDefault(key, "–");
      var values = arms.stream().map(arm -> arm.settings().getOrDefault(key, "–")).toList();
      if (values.stream().anyMatch(value -> !value.equals(paper))) {
        rows.add(
            Map.of(
                "name",
                key,
                "meaning",
                words.setting(key, language),
                "paper",
                paper,
                "values",
                values));
      }
    }
    return rows;
  }
}
