package profundo.lab;

import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import profundo.data.DataException;
import profundo.data.source.Sources;
import profundo.lab.project.Project;
import profundo.tensor.Device;
import profundo.tensor.Libtorch;
import profundo.tensor.Threads;
import profundo.train.Facts;
import profundo.train.Run;
import profundo.train.StopSignal;
import profundo.train.StoppedException;
import profundo.train.progress.Progress;
import profundo.train.store.DataUsed;
import profundo.train.store.Environment;
import profundo.train.store.ModelSize;
import profundo.train.store.RunPlan;
import profundo.train.store.RunState;
import profundo.train.store.RunStore;
import profundo.train.store.RunTotals;
import profundo.train.store.RunWriter;
import profundo.train.store.StoredRun;

/// Executes recipes: it seeds, records the run in the store, and judges the claims.
public final class Lab {
  private final RunStore store;
  private final Progress progress;
  private final StopSignal stop;

  /// A lab that records into this store, shows its progress, and ends a run when it is told to.
  public Lab(RunStore store, Progress progress, StopSignal stop) {
    this.store = store;
    this.progress = progress;
    this.stop = stop;
  }

  /// Runs a recipe.
  ///
  /// @throws StoppedException if a person stopped it; [#resume] goes on
  public <C extends RecipeSettings> Result run(Recipe<C> recipe, Request request) {
    return run(recipe, request, _ -> {});
  }

  /// The same, told the run's id before it trains.
  public <C extends RecipeSettings> Result run(
      Recipe<C> recipe, Request request, Consumer<String> begun) {
    var config = recipe.settings(request.scale());
    config.change(request.changes());
    int seeds = request.seeds() == 0 ? recipe.seeds(request.scale()) : request.seeds();
    request.device().requireAvailable();
    if (request.threads() > 0) {
      Threads.set(request.threads());
    }
    var plan =
        new RunPlan(
            recipe.id(),
            StoredSettings.json(config.values(), seeds),
            request.scale().label(),
            request.seed(),
            request.device().toString(),
            Threads.get(),
            new DataUsed("", "", 0),
            Environment.now(Map.of("libtorch", Libtorch.version())).json());
    request.out().ifPresent(RunFolder::prepare);
    var writer =
        request.out().map(out -> store.begin(plan, out)).orElseGet(() -> store.begin(plan));
    begun.accept(writer.id());
    return execute(recipe, config, plan, seeds, writer, true);
  }

  /// Goes on with a run that was stopped, failed or was killed, from its last checkpoint.
  ///
  /// @throws UsageException if it is of another recipe
  public <C extends RecipeSettings> Result resume(Recipe<C> recipe, StoredRun stored) {
    var plan = stored.plan();
    if (!plan.recipe().equals(recipe.id())) {
      throw new UsageException("otherRecipe", stored.id(), plan.recipe(), recipe.id());
    }
    if (stored.state() == RunState.DONE) {
      throw new UsageException("resumeDone", stored.id());
    }
    var config = StoredSettings.of(recipe, plan);
    Device.parse(plan.device()).requireAvailable();
    Threads.set(plan.threads());
    var writer = store.resume(stored.id(), Run.stepOfCheckpoint(stored.folder()));
    return execute(recipe, config, plan, StoredSettings.seeds(plan), writer, false);
  }

  private <C extends RecipeSettings> Result execute(
      Recipe<C> recipe, C config, RunPlan plan, int seeds, RunWriter writer, boolean isNew) {
    long start = System.nanoTime();
    var device = Device.parse(plan.device());
    var begun =
        isNew ? Description.of(recipe, Map.of()) : Description.of(store, store.find(writer.id()));
    try (writer) {
      var run = new Run(writer, progress, Sources.ofEnvironment(), device, stop);
      if (isNew) {
        Project.of(recipe).ifPresent(project -> project.keep(writer.folder()));
      }
      writer.describe(begun.json());
      try {
        for (int i = 0; i < seeds; i++) {
          run.begin(plan.seed() + i);
          recipe.run(run, config);
        }
      } catch (RuntimeException e) {
        end(run, e, totals(run, start), isNew);
        throw e;
      }
      var judged = Judgement.of(recipe, store.find(run.id()).plan(), config, run.metrics());
      judged.unjudged().ifPresent(writer::unjudged);
      writer.claims(judged.claims());
      var description = Description.of(recipe, models(recipe, config, run)).from(begun.project());
      writer.describe(description.json());
      writer.finish(totals(run, start));
      return new Result(
          store.find(run.id()),
          description,
          store.metrics(run.id()),
          judged.claims(),
          judged.unjudged(),
          run.epochs(),
          run.steps());
    }
  }

  /// The nets that were trained, with their layers where the recipe computes an example.
  private static <C extends RecipeSettings> Map<String, ModelSize> models(
      Recipe<C> recipe, C config, Run run) {
    var file = run.writer().folder().resolve(Facts.FILE);
    var facts = Files.exists(file) ? Facts.read(file) : recipe.facts(config);
    var sizes = ModelSizes.of(recipe, config, facts);
    var models = new LinkedHashMap<>(run.models());
    models.replaceAll((part, size) -> sizes.getOrDefault(part, size));
    return models;
  }

  /// Tells the store of a run that came to no result. One that was refused before it began leaves
  /// nothing.
  private static void end(Run run, RuntimeException reason, RunTotals totals, boolean isNew) {
    var note = String.valueOf(reason.getMessage());
    boolean isRefused = reason instanceof UsageException || reason instanceof DataException;
    if (reason instanceof StoppedException) {
      run.writer().stop(totals, note);
    } else if (isRefused && isNew && run.steps() == 0) {
      Project.forget(run.folder());
      run.writer().discard();
    } else {
      run.writer().fail(totals, note);
    }
  }

  private static RunTotals totals(Run run, long start) {
    return new RunTotals((System.nanoTime() - start) / 1e9, run.samples(), Environment.peakRss());
  }
}
