package profundo.lab;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/// Every recipe that the program finds: those of its modules that provide [Recipe], and those that
/// a jar on the class path names in `META-INF/services`.
public final class Recipes {
  private static final List<Recipe<?>> ALL = find();

  private Recipes() {}

  private static List<Recipe<?>> find() {
    return ServiceLoader.load(Recipe.class).stream()
        .<Recipe<?>>map(ServiceLoader.Provider::get)
        .toList();
  }

  /// All recipes, in the order in which they are provided: that of the course.
  public static List<Recipe<?>> all() {
    return ALL;
  }

  /// The recipe with this name, if there is one.
  public static Optional<Recipe<?>> named(String id) {
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
