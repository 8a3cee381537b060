package profundo.lab.study;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
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
/// @param format of this document: 1
/// @param recipe the recipe's name
/// @param scale `smoke`, `laptop` or `paper`
/// @param common settings that every arm changes, by name
/// @param arms the first is the one that the others are held against
/// @param seeds every arm runs with each: a seed's runs are a pair
/// @param metric the figure that decides
/// @param side which of two figures is the better one
/// @param margin below which two arms count as equal, in the unit of [Unit#of]; none if it was not
///   said
/// @param level below which a probability counts as a difference, after Holm's correction
/// @param rule when the study ends and what decides, in a word: `all-pairs-then-sign-flip`
/// @param device where tensors are computed
/// @param threads of each run
/// @param commit the program's
/// @param planned when it was written, as ISO 8601 in UTC
public record StudyPlan(
    int format,
    String recipe,
    String scale,
    Map<String, String> common,
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
  /// The one rule that there is: every planned pair is run, then the differences are looked at
  /// once.
  public static final String ALL_PAIRS = "all-pairs-then-sign-flip";

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

  /// Copies the lists and the map.
  public StudyPlan {
    common = new TreeMap<>(common);
    arms = List.copyOf(arms);
    seeds = List.copyOf(seeds);
  }

  /// The arm that the others are held against.
  public Arm base() {
    return arms.getFirst();
  }

  /// The arm of this name.
  public Optional<Arm> arm(String name) {
    return arms.stream().filter(arm -> arm.name().equals(name)).findFirst();
  }

  /// The run of an arm with a seed.
  ///
  /// @throws profundo.lab.UsageException if there is no such arm
  Request request(String name, long seed) {
    var arm = arm(name).orElseThrow(() -> StudyText.refuse("plan.damaged", name));
    return new Request(
        Scale.of(scale), seed, 1, Device.parse(device), threads, arm.settings(), Optional.empty());
  }

  /// How many arms are held against the first.
  public int comparisons() {
    return arms.size() - 1;
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
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
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
