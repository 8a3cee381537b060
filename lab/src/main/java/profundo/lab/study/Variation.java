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
/// @param recipe the recipe
/// @param scale how much of the experiment
/// @param common settings that every arm changes
/// @param cells the changes that are held against the recipe as it is, each by the settings' names;
///   none to run the recipe alone
/// @param seed the first seed
/// @param seeds how many seeds; 0 for as many as a difference needs to be told
/// @param metric the figure that decides; empty for that of the recipe's first claim
/// @param margin below which two arms count as equal, in the unit of [Unit#of]
/// @param device where tensors are computed
/// @param threads of each run
public record Variation(
    Recipe<?> recipe,
    Scale scale,
    Map<String, String> common,
    List<Map<String, String>> cells,
    long seed,
    int seeds,
    String metric,
    OptionalDouble margin,
    String device,
    int threads) {
  /// The most seeds of a study.
  public static final int MOST_SEEDS = 1000;

  /// The plan of this variation.
  ///
  /// @param commit the program's
  /// @throws profundo.lab.UsageException if a setting is none, two arms are the same, or there is
  ///   no figure to decide by
  public StudyPlan plan(String commit) {
    if (seeds < 0 || seeds > MOST_SEEDS) {
      throw StudyText.refuse("plan.seeds", seeds, MOST_SEEDS);
    }
    if (margin.isPresent() && !(margin.getAsDouble() > 0)) {
      throw StudyText.refuse("plan.margin");
    }
    var arms = arms();
    var decides = metric.isEmpty() ? headline() : metric;
    int pairs = seeds == 0 ? pairs(arms.size() - 1) : seeds;
    return new StudyPlan(
        1,
        recipe.id(),
        scale.label(),
        common,
        arms,
        LongStream.range(seed, seed + pairs).boxed().toList(),
        decides,
        side(decides),
        margin.isPresent() ? margin.getAsDouble() : null,
        Power.LEVEL,
        StudyPlan.ALL_PAIRS,
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

  private List<Arm> arms() {
    var arms = new ArrayList<Arm>();
    arms.add(base());
    for (var cell : cells) {
      var arm = new Arm(name(cell), cell, settings(cell));
      var same = arms.stream().filter(other -> other.settings().equals(arm.settings())).findFirst();
      if (same.isEmpty()) {
        arms.add(arm);
      } else if (cells.size() == 1) {
        throw StudyText.refuse("plan.same", arm.name(), recipe.id(), scale.label());
      } else if (!same.get().equals(arms.getFirst())) {
        throw StudyText.refuse("plan.twice", arm.name(), same.get().name());
      }
    }
    return arms;
  }

  /// The recipe without the changes; it goes by the values that it has where the others change
  /// them.
  private Arm base() {
    var settings = settings(Map.of());
    var named = new LinkedHashMap<String, String>();
    cells.forEach(cell -> cell.keySet().forEach(key -> named.put(key, settings.get(key))));
    return new Arm(named.isEmpty() ? recipe.id() : name(named), Map.of(), settings);
  }

  private Map<String, String> settings(Map<String, String> changes) {
    var own = recipe.settings(scale);
    own.change(common);
    own.change(changes);
    var settings = new LinkedHashMap<String, String>();
    own.values().forEach((key, value) -> settings.put(key, String.valueOf(value)));
    return settings;
  }

  private static String name(Map<String, String> changes) {
    return changes.entrySet().stream()
        .map(change -> change.getKey() + "=" + change.getValue())
        .collect(Collectors.joining(" "));
  }

  private String headline() {
    return recipe.about().claims().stream()
        .map(Claim::metric)
        .findFirst()
        .orElseThrow(() -> StudyText.refuse("plan.metric", recipe.id()));
  }

  private StudyPlan.Side side(String decides) {
    Optional<Claim> claim =
        recipe.about().claims().stream().filter(c -> c.metric().equals(decides)).findFirst();
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
