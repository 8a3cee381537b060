package profundo.lab;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.stream.IntStream;
import profundo.base.Text;

/// A recipe's own words in one language.
///
/// They stand beside its class, in `messages.properties` (English) and `messages_es.properties`:
/// `title` (and `title.on` with `{0}` for what is in other data than the paper's), `topic`,
/// `where.METRIC` for the place of a claim, `setting.NAME` for what a setting is, `departure.1`,
/// `departure.2`, … for what is otherwise than in the paper, `curve.FIGURE` and `artefact.NAME` for
/// what stands above a chart and an exhibit. What is not there is said by [About], and a curve or
/// an exhibit without a title goes by its name.
///
/// @param words the words by key
public record RecipeWords(Map<String, String> words) {
  /// The words of a recipe; none if nothing is written beside its class.
  public static RecipeWords of(Recipe<?> recipe, Locale language) {
    try {
      return new RecipeWords(Text.of(recipe.getClass(), language).all(""));
    } catch (MissingResourceException _) {
      return new RecipeWords(Map.of());
    }
  }

  /// The words under a key, or others where there are none.
  public String find(String key, String otherwise) {
    return words.getOrDefault(key, otherwise);
  }

  /// What the experiment shows, in one line.
  public String title(String inEnglish) {
    return find("title", inEnglish);
  }

  /// The same of a run on other data than the paper's: `title.on` with what is in the data, where
  /// the recipe and the lab know such words.
  ///
  /// @param data the data's name
  public String title(String inEnglish, String data, Locale language) {
    var subject = Text.of(RecipeWords.class, language).find("subject." + data, "");
    var pattern = find("title.on", "");
    return subject.isEmpty() || pattern.isEmpty()
        ? title(inEnglish)
        : pattern.replace("{0}", subject);
  }

  /// The topic of the course.
  public String topic(String inEnglish) {
    return find("topic", inEnglish);
  }

  /// What a setting is, in words; those of the lab for what all recipes have.
  public String setting(String name, Locale language) {
    return find(
        "setting." + name, Text.of(RecipeWords.class, language).find("setting." + name, ""));
  }

  /// What the recipe does otherwise than its paper, at whatever scale.
  public List<String> departures() {
    return IntStream.iterate(1, i -> words.containsKey("departure." + i), i -> i + 1)
        .mapToObj(i -> find("departure." + i, ""))
        .toList();
  }

  /// Where a claim's figure stands in its paper.
  ///
  /// @param inEnglish what the claim itself says
  public String where(String metric, String inEnglish) {
    return find("where." + metric, inEnglish);
  }
}
