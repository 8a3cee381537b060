package profundo.lab;

import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import profundo.tensor.Text;

/// A recipe's own words in one language.
///
/// They stand beside its class, in `messages.properties` (English) and `messages_es.properties`:
/// `title`, `topic`, `where.METRIC` for the place of a claim, `curve.FIGURE` and `artefact.NAME`
/// for what stands above a chart and an exhibit. What is not there is said by [About], and a curve
/// or an exhibit without a title goes by its name.
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
  public String title(About about) {
    return find("title", about.title());
  }

  /// The topic of the course.
  public String topic(About about) {
    return find("topic", about.topic());
  }

  /// Where a claim's figure stands in its paper.
  ///
  /// @param inEnglish what the claim itself says
  public String where(String metric, String inEnglish) {
    return find("where." + metric, inEnglish);
  }
}
