package profundo.lab.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import profundo.base.Text;
import profundo.lab.Description;
import profundo.lab.Judgement;
import profundo.lab.Scale;
import profundo.lab.statistics.SignFlip;
import profundo.train.store.JobState;
import profundo.train.store.ModelSize;
import profundo.train.store.RunStore;
import profundo.train.store.StoredRun;
import profundo.train.store.StudyEvent;
import tools.jackson.databind.json.JsonMapper;

/// What a marker would ask of a study, each question in a sentence.
public final class StudyCheck {
  private static final JsonMapper JSON = new JsonMapper();
  private static final double ALIKE = 0.01;
  private static final String TEST = "test.";

  private final RunStore store;
  private final Study study;
  private final StudyPlan plan;
  private final Locale language;
  private final Text text;
  private final List<String> asked = new ArrayList<>();

  private StudyCheck(RunStore store, Study study, Locale language) {
    this.store = store;
    this.study = study;
    this.plan = study.plan();
    this.language = language;
    this.text = Text.of(StudyWords.class, language);
  }

  /// The questions; none if there is nothing to ask.
  ///
  /// @param language English or Spanish
  public static List<String> of(RunStore store, Study study, Locale language) {
    var check = new StudyCheck(store, study, language);
    check.pairs();
    check.testData();
    check.equality();
    check.words();
    check.origins();
    return List.copyOf(check.asked);
  }

  private void ask(String key, Object... arguments) {
    asked.add(text.get("check." + key, arguments));
  }

  private void pairs() {
    long undone = study.jobs().stream().filter(job -> job.state() != JobState.DONE).count();
    if (undone > 0) {
      ask("undone", "" + undone, "" + study.jobs().size());
    }
    int needed = SignFlip.fewestPairs(plan.level(), Math.max(1, plan.comparisons()));
    if (plan.seeds().size() < needed) {
      ask("few", "" + plan.seeds().size(), "" + needed);
    }
    study.contrasts().stream()
        .filter(contrast -> contrast.finding() == Finding.UNDECIDED)
        .forEach(contrast -> ask("undecided", contrast.arm().name()));
    if (plan.margin() == null) {
      ask("margin");
    }
    study.events().stream().map(StudyEvent::event).distinct().forEach(event -> ask("event", event));
  }

  /// The test part of the data is for the figures at the end: nothing is chosen on it.
  private void testData() {
    boolean isChosen = plan.asked() == StudyPlan.Asked.GRID && plan.compared().size() > 1;
    if (isChosen && plan.metric().startsWith(TEST)) {
      ask("gridOnTest", plan.metric());
    }
    runs().stream()
        .findFirst()
        .map(run -> store.metrics(run.id()).keySet())
        .filter(keys -> keys.stream().anyMatch(key -> key.startsWith(TEST)))
        .filter(keys -> keys.stream().noneMatch(key -> key.startsWith("validation.")))
        .ifPresent(_ -> ask("noValidation"));
    long others = study.testLooks() - looks();
    if (others > 0) {
      ask("looks", "" + others);
    }
  }

  private long looks() {
    return runs().stream()
        .filter(run -> store.metrics(run.id()).keySet().stream().anyMatch(k -> k.startsWith(TEST)))
        .count();
  }

  private List<StoredRun> runs() {
    return study.runs().values().stream().flatMap(of -> of.values().stream()).toList();
  }

  /// Both arms of a comparison have the same to learn with and from.
  private void equality() {
    for (var contrast : study.contrasts()) {
      var arm = study.runs(contrast.arm()).values().stream().findFirst();
      var base = study.runs(contrast.base()).values().stream().findFirst();
      if (arm.isPresent() && base.isPresent()) {
        var names = List.of(contrast.arm().name(), contrast.base().name());
        compare("examples", names, arm.get().samples(), base.get().samples());
        compare("size", names, parameters(arm.get()), parameters(base.get()));
        compare("threads", names, arm.get().plan().threads(), base.get().plan().threads());
      }
    }
  }

  private void compare(String key, List<String> names, long arm, long base) {
    if (Math.abs(arm - base) > ALIKE * base) {
      ask(
          "unequal." + key,
          names.getFirst(),
          Text.format("%,d", arm),
          names.getLast(),
          Text.format("%,d", base));
    }
  }

  private long parameters(StoredRun run) {
    return Description.of(store, run).models().values().stream()
        .mapToLong(ModelSize::parameters)
        .sum();
  }

  private void words() {
    study
        .anyRun()
        .map(run -> Description.of(store, run))
        .ifPresent(description -> {
          var words = description.words(language);
          var figure = plan.metric().substring(plan.metric().lastIndexOf('.') + 1);
          if (!Unit.isShare(plan.metric()) && words.find("unit." + figure, "").isEmpty()) {
            ask("unit", plan.metric());
          }
          var paper = description.paperSettings();
          long departs =
              plan.base().settings().entrySet().stream()
                  .filter(one -> !one.getValue().equals(paper.get(one.getKey())))
                  .count();
          if (departs > 0 && words.departures().isEmpty()) {
            ask("departures", "" + departs);
          }
        });
    if (plan.scale().equals(Scale.SMOKE.label())) {
      ask("smoke");
    }
  }

  private void origins() {
    if (runs().stream().anyMatch(run -> Judgement.isSynthetic(run.plan().data()))) {
      ask("synthetic");
    }
    var commits = runs().stream().map(StudyCheck::commit).collect(Collectors.toSet());
    if (commits.size() > 1) {
      ask("commits", String.join(", ", commits));
    } else if (commits.equals(Set.of(""))) {
      ask("noCommit");
    }
  }

  private static String commit(StoredRun run) {
    return JSON.readTree(run.plan().environment()).path("commit").asString("");
  }
}
