package profundo.recipes;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import profundo.lab.Lab;
import profundo.lab.Recipe;
import profundo.lab.RecipeSettings;
import profundo.lab.Recipes;
import profundo.lab.Request;
import profundo.lab.Result;
import profundo.lab.Scale;
import profundo.tensor.Device;
import profundo.train.StopSignal;
import profundo.train.progress.Progress;
import profundo.train.store.RunQuery;
import profundo.train.store.RunStore;

/// A lab with a store of its own that shows no progress.
final class QuietLab implements AutoCloseable {
  private static final Map<String, String> LITTLE = Map.of("epochs", "1", "samples", "200");

  private final RunStore store;
  private final Progress progress =
      Progress.of(
          new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8),
          Progress.Mode.QUIET);
  private final StopSignal stop = StopSignal.listen();

  QuietLab(Path folder) {
    store = RunStore.open(folder);
  }

  RunStore store() {
    return store;
  }

  /// One seed, on the processor; what the recipe opens is trained a little before it.
  <S extends RecipeSettings> Result run(
      Recipe<S> recipe, Scale scale, Map<String, String> changes) {
    var settings = recipe.settings(scale);
    settings.change(changes);
    for (var opened : recipe.opens(settings)) {
      if (store.list(RunQuery.all().recipe(opened)).isEmpty()) {
        run(Recipes.find(opened), Scale.SMOKE, LITTLE);
      }
    }
    return alone(recipe, new Request(scale, 1, 1, Device.CPU, 0, changes, Optional.empty()));
  }

  /// As it is asked for, and nothing before it.
  Result alone(Recipe<?> recipe, Request request) {
    return new Lab(store, progress, stop).run(recipe, request);
  }

  @Override
  public void close() {
    stop.close();
    progress.close();
    store.close();
  }
}
