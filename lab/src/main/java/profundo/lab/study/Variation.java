package profundo.lab.study;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import profundo.lab.Claim;
import profundo.lab.Recipe;
import profundo.lab.Scale;
import profundo.lab.statistics.Power;
import profundo.lab.statistics.SignFlip;

/// What a person wants to vary of a recipe; [#plan] makes a plan of it, or says why there is none.
///
/// @param recipe the recipe that is changed
/// @param original the recipe that it is held against: the same one, or another
/// @param scale how much of the experiment
/// @param asked how the cells were asked for
/// @param common settings that every arm changes
/// @param cells the changes, each by the settings' names; none to run the original alone
/// @param equal in what the nets are made equally large, by the width that the recipe names
/// @param on other data on which the same arms run too
/// @param seed the first seed
/// @param seeds how many seeds; 0 for as many as a difference needs to be told
/// @param rule [StudyPlan#ALL_PAIRS] or [StudyPlan#UNTIL_DECIDED]
/// @param metric the figure that decides; empty for that of the original's first claim
/// @param margin below which two arms count as equal, in the unit of [Unit#of]
/// @param device where tensors are computed
/// @param threads of each run
public record Variation(
    Recipe<?> recipe,
    Recipe<?> original,
    Scale scale,
    StudyPlan.Asked asked,
    Map<String, String> common,
    List<Map<String, String>> cells,
    Equality equal,
    List<String> on,
    long seed,
    int seeds,
    String rule,
    String metric,
    OptionalDouble margin,
    String device,
    int threads) {
  /// The most seeds of a study.
  public static final int MOST_SEEDS = 1000;

  private static final String DATA = "data";

  /// The plan of this variation.
  ///
  /// @param commit the program's
  /// @throws profundo.lab.UsageException if a setting is none, two arms are the same or cannot be
  ///   made equally large, or there is no figure to decide by
  public StudyPlan plan(String commit) {
    if (seeds < 0 || seeds > MOST_SEEDS) {
      throw StudyText.refuse("plan.seeds", seeds, MOST_SEEDS);
    }
    if (margin.isPresent() && !(margin.getAsDouble() > 0)) {
      throw StudyText.refuse("plan.margin");
    }
    if (recipe != original && recipe.id().equals(original.id())) {
      throw StudyText.refuse("plan.oneName", recipe.id());
    }
    var arms = new ArrayList<>(arms(""));
    on.forEach(data -> arms.addAll(arms(data)));
    var decides = metric.isEmpty() ? headline() : metric;
    int compared = (int) arms.stream().filter(arm -> !arm.beside().isEmpty()).count();
    int pairs = seeds == 0 ? pairs(compared) : seeds;
    return new StudyPlan(
        2,
        original.id(),
        scale.label(),
        asked,
        common,
        equal,
        arms,
        LongStream.range(seed, seed + pairs).boxed().toList(),
        decides,
        side(decides),
        margin.isPresent() ? margin.getAsDouble() : null,
        Power.LEVEL,
        rule,
        device,
        threads,
        commit,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /// As many pairs as a difference needs to be told among so many comparisons.
  private static int pairs(int comparisons) {
    return Math.max(
        StudyPlan.USUAL_PAIRS, SignFlip.fewestPairs(Power.LEVEL, Math.max(1, comparisons)));
  }

  /// The arms on some data: the original, and the changes beside it.
  ///
  /// @param data empty for the data that the common settings say
  private List<Arm> arms(String data) {
    var first = base(data);
    var arms = new ArrayList<>(List.of(first));
    for (var cell : cells) {
      var arm = arm(cell, data, first);
      var same = arms.stream().filter(other -> isSame(other, arm)).findFirst();
      if (same.isEmpty()) {
        arms.add(arm);
      } else if (asked == StudyPlan.Asked.ABLATION) {
        continue;
      } else if (cells.size() == 1) {
        throw StudyText.refuse("plan.same", arm.name(), recipe.id(), scale.label());
      } else if (same.get() != first) {
        throw StudyText.refuse("plan.twice", arm.name(), same.get().name());
      }
    }
    if (arms.size() == 1 && asked == StudyPlan.Asked.ABLATION) {
      throw StudyText.refuse("plan.noParts", recipe.id(), scale.label());
    }
    return arms;
  }

  private static boolean isSame(Arm one, Arm other) {
    return one.settings().equals(other.settings()) && one.system().equals(other.system());
  }

  /// The original; where one recipe is changed it goes by the values that the changes change.
  private Arm base(String data) {
    var settings = settings(original, changes(Map.of(), data));
    var named = new LinkedHashMap<String, String>();
    if (recipe == original && asked != StudyPlan.Asked.ABLATION) {
      cells.forEach(
          cell -> cell.keySet().forEach(key -> named.put(key, settings.getOrDefault(key, ""))));
    }
    return new Arm(
        named(named.isEmpty() ? original.id() : name(named), data),
        "",
        StudiedRecipe.of(original),
        Map.of(),
        Map.of(),
        settings);
  }

  private Arm arm(Map<String, String> cell, String data, Arm first) {
    var changes = changes(cell, data);
    boolean isOther = asked == StudyPlan.Asked.RECIPE;
    var own = isOther ? (recipe.id() + " " + name(cell)).strip() : name(cell);
    var settings = settings(recipe, changes);
    var fitted = fitted(own, cell, data);
    if (!fitted.isEmpty()) {
      var all = new LinkedHashMap<>(changes);
      all.putAll(fitted);
      settings = settings(recipe, all);
      own += " (" + name(fitted) + ")";
    }
    return new Arm(
        named(own, data), first.name(), StudiedRecipe.of(recipe), cell, fitted, settings);
  }

  private Map<String, String> fitted(String arm, Map<String, String> cell, String data) {
    if (equal == Equality.NONE) {
      return Map.of();
    }
    long wanted = new EqualWidth(original, scale, changes(Map.of(), data), equal).size();
    return new EqualWidth(recipe, scale, changes(cell, data), equal).fit(arm, cell, wanted);
  }

  private Map<String, String> changes(Map<String, String> cell, String data) {
    var changes = new LinkedHashMap<>(common);
    if (!data.isEmpty()) {
      changes.put(DATA, data);
    }
    changes.putAll(cell);
    return changes;
  }

  private Map<String, String> settings(Recipe<?> of, Map<String, String> changes) {
    var own = of.settings(scale);
    own.change(changes);
    var settings = new LinkedHashMap<String, String>();
    own.values().forEach((key, value) -> settings.put(key, String.valueOf(value)));
    return settings;
  }

  private static String named(String arm, String data) {
    return data.isEmpty() ? arm : arm + " @ " + data;
  }

  private static String name(Map<String, String> changes) {
    return changes.entrySet().stream()
        .map(change -> change.getKey() + "=" + change.getValue())
        .collect(Collectors.joining(" "));
  }

  private String headline() {
    return original.about().claims().stream()
        .map(Claim::metric)
        .findFirst()
        .orElseGet(this::undecided);
  }

  private String undecided() {
    if (asked == StudyPlan.Asked.SEEDS) {
      return "";
    }
    throw StudyText.refuse("plan.metric", original.id());
  }

  private StudyPlan.Side side(String decides) {
    Optional<Claim> claim =
        original.about().claims().stream().filter(c -> c.metric().equals(decides)).findFirst();
    if (claim.isPresent()) {
      return claim.get().direction() == Claim.Direction.AT_LEAST
          ? StudyPlan.Side.HIGHER
          : StudyPlan.Side.LOWER;
    }
    return Unit.isShare(decides)
        ? Unit.isAccuracy(decides) ? StudyPlan.Side.HIGHER : StudyPlan.Side.LOWER
        : StudyPlan.Side.UNSAID;
  }
}
