package profundo.cli;

import java.util.Iterator;
import profundo.lab.Recipe;
import profundo.lab.Recipes;

/// What a shell completes where a recipe is wanted.
final class RecipeNames implements Iterable<String> {
  @Override
  public Iterator<String> iterator() {
    return Recipes.all().stream().map(Recipe::id).iterator();
  }
}
