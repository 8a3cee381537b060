package profundo.lab.study;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import profundo.base.FolderTree;
import profundo.lab.Lab;
import profundo.train.StopSignal;
import profundo.train.StoppedException;
import profundo.train.progress.Progress;
import profundo.train.store.RunStore;

/// Measures how long a run will take by its first steps, in a store that is thrown away.
public final class StudyPilot {
  private static final int WARM_STEPS = 20;
  private static final double SECONDS = 3;

  private final StopSignal stop = StopSignal.never();
  private final long began = System.nanoTime();
  private double loaded = Double.NaN;
  private double warm = Double.NaN;
  private long warmStep;
  private double seconds = Double.NaN;

  private StudyPilot() {}

  /// About how many seconds a run of an arm takes, its looks at validation and test data left out.
  ///
  /// @throws profundo.lab.UsageException if the recipe does not say how many steps it takes
  public static double seconds(StudyPlan plan, String arm) {
    try {
      var home = Files.createTempDirectory("profundo-pilot");
      try {
        return new StudyPilot().measured(home, plan, arm);
      } finally {
        FolderTree.delete(home);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private double measured(Path home, StudyPlan plan, String name) {
    var recipe = plan.recipe(name);
    int parts = recipe.parts().size();
    try (var store = RunStore.open(home)) {
      var watching = Progress.watched((_, step, steps) -> at(step, steps, parts));
      new Lab(store, watching, stop).run(recipe, plan.request(name, plan.seeds().getFirst()));
      return now();
    } catch (StoppedException _) {
      return seconds;
    }
  }

  private void at(long step, long steps, int parts) {
    if (steps == 0) {
      throw StudyText.refuse("pilot.unknown");
    }
    if (Double.isNaN(loaded)) {
      loaded = now();
    }
    if (step >= WARM_STEPS && Double.isNaN(warm)) {
      warm = now();
      warmStep = step;
    }
    if (step > warmStep && now() - warm > SECONDS) {
      seconds = loaded + parts * steps * (now() - warm) / (step - warmStep);
      stop.wish();
    }
  }

  private double now() {
    return (System.nanoTime() - began) / 1e9;
  }
}
