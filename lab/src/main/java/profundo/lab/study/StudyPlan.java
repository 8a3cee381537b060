package profundo.lab.study;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import profundo.base.Sha256;
import profundo.lab.Recipe;
import profundo.lab.Recipes;
import profundo.lab.Request;
import profundo.lab.Scale;
import profundo.tensor.Device;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// What a study is going to do, written before its first run and never changed: whoever holds its
/// hash can tell that it was not.
///
/// @param format of this document: 2; of an older Profundo 1
/// @param recipe the recipe's name; of several that of the first arm
/// @param scale `smoke`, `laptop` or `paper`
/// @param asked how the arms were asked for
/// @param common settings that every arm changes, by name
/// @param equal in what the arms' nets were made equally large
/// @param arms those that are held against others after them
/// @param seeds every arm runs with each: a seed's runs are a pair
/// @param metric the figure that decides; empty of seeds of a recipe that claims nothing
/// @param side which of two figures is the better one
/// @param margin below which two arms count as equal, in the unit of [Unit#of]; none if it was not
///   said
/// @param level below which a probability counts as a difference, after Holm's correction
/// @param rule when the study ends and what decides, in a word: [#ALL_PAIRS] or [#UNTIL_DECIDED]
/// @param device where tensors are computed
/// @param threads of each run
/// @param commit the program's
/// @param planned when it was written, as ISO 8601 in UTC
public record StudyPlan(
    int format,
    String recipe,
    String scale,
    Asked asked,
    Map<String, String> common,
    Equality equal,
    List<Arm> arms,
    List<Long> seeds,
    String metric,
    Side side,
    @Nullable Double margin,
    double level,
    String rule,
    String device,
    int threads,
    String commit,
    String planned) {
  /// The rule that every planned pair is run, and then the differences are looked at once.
  public static final String ALL_PAIRS = "all-pairs-then-sign-flip";

  /// The rule that pairs are run until every comparison is decided or all planned pairs are done,
  /// looked at between by a [profundo.lab.statistics.Spending] of the level.
  public static final String UNTIL_DECIDED = "pairs-until-decided";

  /// How many pairs there are if nobody says: with five nothing can be told at 0.05.
  public static final int USUAL_PAIRS = 6;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  /// Which of two figures is the better one.
  public enum Side {
    /// The higher.
    HIGHER,
    /// The lower.
    LOWER,
    /// The recipe does not say.
    UNSAID
  }

  /// How the arms were asked for.
  public enum Asked {
    /// By one change.
    CHANGE,
    /// By a grid of values.
    GRID,
    /// By the parts that the recipe names.
    ABLATION,
    /// By another recipe.
    RECIPE,
    /// By no change: one arm, whose seeds become one run.
    SEEDS
  }

  /// Copies the lists and the map, and says of an older plan what went without saying.
  public StudyPlan(
      int format,
      String recipe,
      String scale,
      @Nullable Asked asked,
      Map<String, String> common,
      @Nullable Equality equal,
      List<Arm> arms,
      List<Long> seeds,
      String metric,
      Side side,
      @Nullable Double margin,
      double level,
      String rule,
      String device,
      int threads,
      String commit,
      String planned) {
    this.format = format;
    this.recipe = recipe;
    this.scale = scale;
    this.asked = asked == null ? arms.size() > 2 ? Asked.GRID : Asked.CHANGE : asked;
    this.common = new TreeMap<>(common);
    this.equal = equal == null ? Equality.NONE : equal;
    this.arms = format == 1 ? besideTheFirst(arms) : List.copyOf(arms);
    this.seeds = List.copyOf(seeds);
    this.metric = metric;
    this.side = side;
    this.margin = margin;
    this.level = level;
    this.rule = rule;
    this.device = device;
    this.threads = threads;
    this.commit = commit;
    this.planned = planned;
  }

  private static List<Arm> besideTheFirst(List<Arm> arms) {
    var first = arms.getFirst();
    return arms.stream().map(arm -> arm == first ? arm : arm.beside(first)).toList();
  }

  /// The first arm.
  public Arm base() {
    return arms.getFirst();
  }

  /// The arm of this name.
  public Optional<Arm> arm(String name) {
    return arms.stream().filter(arm -> arm.name().equals(name)).findFirst();
  }

  /// The arms that are held against another.
  public List<Arm> compared() {
    return arms.stream().filter(arm -> !arm.beside().isEmpty()).toList();
  }

  /// The arm that one is held against.
  public Arm beside(Arm arm) {
    return arm(arm.beside()).orElse(base());
  }

  /// The recipe of an arm.
  ///
  /// @throws profundo.lab.UsageException if it is not there, or not what it was
  public Recipe<?> recipe(String name) {
    var system = known(name).system();
    return system.name().isEmpty() ? Recipes.find(recipe) : system.recipe();
  }

  /// The run of an arm with a seed.
  ///
  /// @throws profundo.lab.UsageException if there is no such arm
  Request request(String name, long seed) {
    return new Request(
        Scale.of(scale),
        seed,
        1,
        Device.parse(device),
        threads,
        known(name).settings(),
        Optional.empty());
  }

  private Arm known(String name) {
    return arm(name).orElseThrow(() -> StudyText.refuse("plan.damaged", name));
  }

  /// How many arms are held against another.
  public int comparisons() {
    return compared().size();
  }

  /// As JSON in its canonical form: names in their order, no white space.
  public String json() {
    return JSON.writeValueAsString(this);
  }

  /// SHA-256 of the canonical form, in hexadecimal digits.
  public String hash() {
    return hash(json());
  }

  /// SHA-256 of a text, in hexadecimal digits.
  public static String hash(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The plan that a text says.
  ///
  /// @throws profundo.lab.UsageException if it says none
  public static StudyPlan parse(String json) {
    try {
      return JSON.readValue(json, StudyPlan.class);
    } catch (JacksonException e) {
      throw StudyText.refuse("plan.damaged", String.valueOf(e.getOriginalMessage()));
    }
  }
}
