package profundo.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import profundo.base.Given;
import profundo.lab.project.Project;
import profundo.train.Run;
import profundo.train.store.RunPlan;
import profundo.train.store.RunStore;
import profundo.train.store.RunTotals;
import profundo.train.store.RunWriter;
import profundo.train.store.StoredRun;

/// Runs of one seed each, made side by side, become the one run of several seeds that would have
/// come of running them one after the other: its figures, curves, files and verdicts.
///
/// Its seconds are those of its seeds together, its peak memory is that of the largest process.
public final class JoinedSeeds {
  private final RunStore store;
  private final List<StoredRun> seeds;

  /// Runs that are to be joined.
  ///
  /// @param seeds runs of the same recipe and settings that have their figures, in their order
  /// @throws UsageException if there are none
  public JoinedSeeds(RunStore store, List<StoredRun> seeds) {
    this.store = Given.require("store", store);
    this.seeds = List.copyOf(Given.require("seeds", seeds));
    if (seeds.isEmpty()) {
      throw new UsageException("joinedNone");
    }
  }

  /// Joins them; the runs of single seeds are deleted once that is done.
  ///
  /// @param out the run's folder, if not inside the store
  public <S extends RecipeSettings> Result run(Recipe<S> recipe, Optional<Path> out) {
    Given.require("recipe", recipe);
    Given.require("out", out);
    var first = seeds.getFirst();
    var plan = plan(first.plan());
    var description = Description.of(store, first);
    var metrics = metrics();
    try (var writer =
        out.map(folder -> store.begin(plan, folder)).orElseGet(() -> store.begin(plan))) {
      Project.of(recipe).ifPresent(project -> project.keep(writer.folder()));
      seeds.forEach(seed -> take(writer, seed));
      metrics.forEach((key, values) ->
          writer.metric(key, values.stream().mapToDouble(Double::doubleValue).toArray()));
      var settings = StoredSettings.of(recipe, plan);
      var judged = Judgement.of(recipe, plan, settings, metrics);
      judged.unjudged().ifPresent(writer::unjudged);
      writer.claims(judged.claims());
      writer.describe(description.json());
      writer.finish(totals());
      var result =
          new Result(
              store.find(writer.id()),
              description,
              store.metrics(writer.id()),
              judged.claims(),
              judged.unjudged(),
              seeds.stream().mapToInt(seed -> Run.epochsOfCheckpoint(seed.folder())).sum(),
              seeds.stream().mapToLong(seed -> Run.stepOfCheckpoint(seed.folder())).sum());
      seeds.forEach(seed -> store.delete(seed.id()));
      return result;
    }
  }

  private RunPlan plan(RunPlan first) {
    return new RunPlan(
        first.recipe(),
        StoredSettings.json(StoredSettings.values(first), seeds.size()),
        first.scale(),
        first.seed(),
        first.device(),
        first.threads(),
        first.data(),
        first.environment());
  }

  private void take(RunWriter writer, StoredRun seed) {
    boolean isFirst = seed.equals(seeds.getFirst());
    writer.record(seed.plan().seed(), 0, isFirst ? "" : "seed-" + seed.plan().seed());
    writer.curvesOf(seed.id());
    for (var made : store.artefacts(seed.id())) {
      var place = seed.folder().relativize(made.file()).toString();
      writer.artefact(made.name(), made.kind(), place, made.title(), made.read());
    }
  }

  /// The figures, one of each seed; where a seed lacks one it is no number.
  private Map<String, List<Double>> metrics() {
    var all = seeds.stream().map(seed -> store.metrics(seed.id())).toList();
    var keys = new TreeSet<String>();
    all.forEach(of -> keys.addAll(of.keySet()));
    var metrics = new LinkedHashMap<String, List<Double>>();
    for (var key : keys) {
      var values = new ArrayList<Double>();
      all.forEach(of -> values.add(of.containsKey(key) ? of.get(key).mean() : Double.NaN));
      metrics.put(key, values);
    }
    return metrics;
  }

  private RunTotals totals() {
    return new RunTotals(
        seeds.stream().mapToDouble(StoredRun::seconds).sum(),
        seeds.stream().mapToLong(StoredRun::samples).sum(),
        seeds.stream().mapToLong(StoredRun::peakRss).max().orElse(0));
  }
}
