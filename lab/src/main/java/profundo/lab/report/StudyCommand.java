package profundo.lab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import profundo.lab.study.Arm;
import profundo.lab.study.Equality;
import profundo.lab.study.StudiedRecipe;
import profundo.lab.study.StudyPlan;

/// The command that makes a study again.
final class StudyCommand {
  private static final String DATA = "data";

  private final StudyPlan plan;
  private final List<String> words = new ArrayList<>(List.of("./profundo", "vary"));

  private StudyCommand(StudyPlan plan) {
    this.plan = plan;
  }

  static String of(StudyPlan plan) {
    return new StudyCommand(plan).line();
  }

  private String line() {
    arms();
    add("--scale", plan.scale());
    plan.common().forEach((key, value) -> add("--with", key + "=" + value));
    if (plan.equal() != Equality.NONE) {
      add("--equal", plan.equal().word());
    }
    plan.arms().stream()
        .filter(arm -> arm.beside().isEmpty() && arm != plan.base())
        .forEach(arm -> add("--on", arm.settings().getOrDefault(DATA, "")));
    add("--metric", plan.metric(), "--seed", "" + plan.seeds().getFirst());
    if (plan.rule().equals(StudyPlan.UNTIL_DECIDED)) {
      add("--until", "decided", "--max-seeds", "" + plan.seeds().size());
    } else {
      add("--seeds", "" + plan.seeds().size());
    }
    add("--threads", "" + plan.threads());
    var margin = plan.margin();
    if (margin != null) {
      add("--margin", "" + margin);
    }
    return words.stream().map(ShellWord::quoted).collect(Collectors.joining(" "));
  }

  private void arms() {
    var changed =
        plan.compared().stream().filter(arm -> arm.beside().equals(plan.base().name())).toList();
    var first = changed.isEmpty() ? plan.base() : changed.getFirst();
    add(name(first.system()));
    switch (plan.asked()) {
      case ABLATION -> add("--ablate");
      case GRID -> {
        add("--grid");
        axes(changed).forEach((key, values) -> add(key + "=" + String.join(",", values)));
      }
      case RECIPE -> {
        add("--against", name(plan.base().system()));
        changes(first);
      }
      case CHANGE, SEEDS -> changes(first);
    }
  }

  private void changes(Arm arm) {
    arm.changes().forEach((key, value) -> add("--set", key + "=" + value));
  }

  private String name(StudiedRecipe system) {
    var name = system.project().isEmpty() ? system.name() : system.project();
    return name.isEmpty() ? plan.recipe() : name;
  }

  private static Map<String, Set<String>> axes(List<Arm> arms) {
    var axes = new TreeMap<String, Set<String>>();
    arms.forEach(arm ->
        arm.changes()
            .forEach((key, value) -> axes.computeIfAbsent(key, _ -> new TreeSet<>()).add(value)));
    return axes;
  }

  private void add(String... more) {
    words.addAll(List.of(more));
  }
}
