package profundo.lab;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import profundo.tensor.Text;

/// Every recipe there is.
public final class Recipes {
  private static final List<Recipe<?>> ALL =
      List.of(
          new PerceptronRecipe(),
          new MlpRecipe(),
          new MlpDropoutRecipe(),
          new Lenet5Recipe(),
          new Resnet20Recipe(),
          new CharLstmRecipe(),
          new TransformerTranslateRecipe(),
          new NtmCopyRecipe(),
          new VaeRecipe(),
          new GanRecipe(),
          new DcganRecipe());

  private Recipes() {}

  /// All recipes, in the order of the course.
  public static List<Recipe<?>> all() {
    return ALL;
  }

  /// What a recipe shows, in a language.
  public static String title(Recipe<?> recipe, Locale language) {
    return Text.of(Recipes.class, language).find("title." + recipe.id(), recipe.about().title());
  }

  /// A recipe's topic of the course, in a language.
  public static String topic(Recipe<?> recipe, Locale language) {
    return Text.of(Recipes.class, language).find("topic." + recipe.id(), recipe.about().topic());
  }

  /// Where a claim's figure stands in its paper, in a language.
  public static String place(String recipe, String metric, String inEnglish, Locale language) {
    return Text.of(Recipes.class, language).find("where." + recipe + "." + metric, inEnglish);
  }

  /// The sign before the figure that a claim expects, `≥` or `≤`; empty if no recipe claims it any
  /// longer.
  public static String sign(String recipe, String metric) {
    return named(recipe).stream()
        .flatMap(one -> one.about().claims().stream())
        .filter(claim -> claim.metric().equals(metric))
        .findFirst()
        .map(claim -> claim.direction().sign())
        .orElse("");
  }

  /// The recipe with this name, if there still is one.
  static Optional<Recipe<?>> named(String id) {
    return ALL.stream().filter(recipe -> recipe.id().equals(id)).findFirst();
  }

  /// The recipe with this name.
  ///
  /// @throws UsageException if there is none
  public static Recipe<?> find(String id) {
    var names = ALL.stream().<String>map(Recipe::id).toList();
    if (id.isEmpty()) {
      throw new UsageException("noRecipe", String.join(", ", names));
    }
    return named(id).orElseThrow(() -> UsageException.unknown("unknownRecipe", id, names));
  }
}
