package profundo.cli;

import java.util.Optional;
import profundo.lab.Recipes;
import profundo.lab.UsageException;
import profundo.train.RunQuery;
import profundo.train.RunStore;
import profundo.train.StoredRun;

/// Finds a run by what a person calls it.
final class Runs {
  private Runs() {}

  /// The run with this name, or the newest of the recipe with this name.
  ///
  /// @throws UsageException if the recipe has no run
  /// @throws profundo.train.StoreException if there is neither
  static StoredRun find(RunStore store, String name) {
    if (Recipes.all().stream().noneMatch(recipe -> recipe.id().equals(name))) {
      return store.find(name);
    }
    return store.list(new RunQuery(Optional.of(name), RunQuery.all().states())).stream()
        .findFirst()
        .orElseThrow(() -> new UsageException("noRunYet", name));
  }
}
