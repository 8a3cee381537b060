package profundo.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import profundo.data.LabelledImages;
import profundo.data.Sources;
import profundo.tensor.Device;
import profundo.tensor.Rng;
import profundo.tensor.Threads;
import profundo.train.ClaimResult;
import profundo.train.DataUsed;
import profundo.train.Environment;
import profundo.train.Progress;
import profundo.train.RunPlan;
import profundo.train.RunStore;
import profundo.train.RunTotals;
import tools.jackson.databind.ObjectMapper;

/// Executes recipes: it seeds, records the run in the store, and judges the claims.
public final class Lab {
  private static final long MIB = 1 << 20;

  private final RunStore store;

  /// A lab that records into this store.
  public Lab(RunStore store) {
    this.store = store;
  }

  /// Runs a recipe once.
  ///
  /// @param changes settings by name
  /// @param threads processor threads; 0 for as many as there are cores
  public <C extends Record> Result run(
      Recipe<C> recipe,
      Scale scale,
      long seed,
      Device device,
      int threads,
      Map<String, String> changes,
      Progress progress) {
    var config = Settings.apply(recipe.config(scale), changes);
    device.requireAvailable();
    if (threads > 0) {
      Threads.set(threads);
    }
    var sources = Sources.ofEnvironment();
    var origin = LabelledImages.mnist(sources).origin();
    var plan =
        new RunPlan(
            recipe.id(),
            new ObjectMapper().writeValueAsString(config),
            scale.label(),
            seed,
            device.toString(),
            Threads.get(),
            new DataUsed(origin.name(), origin.source().label(), origin.samples()),
            Environment.now(Map.of("libtorch", "2.10.0")).json());
    Rng.seed(seed);
    try (var run = store.begin(plan)) {
      var experiment = new Experiment(run, progress, seed, device, sources);
      long start = System.nanoTime();
      try {
        recipe.run(experiment, config);
      } catch (RuntimeException e) {
        run.fail(totals(experiment, start), String.valueOf(e.getMessage()));
        throw e;
      }
      var claims = judge(recipe.claims(), scale, experiment.metrics());
      run.claims(claims);
      var totals = totals(experiment, start);
      run.finish(totals);
      return new Result(
          run.id(),
          experiment.metrics(),
          claims,
          experiment.epochs(),
          experiment.steps(),
          totals.seconds(),
          totals.samples() / totals.seconds(),
          totals.peakRss() / MIB,
          experiment.weights());
    }
  }

  private static RunTotals totals(Experiment experiment, long start) {
    return new RunTotals(
        (System.nanoTime() - start) / 1e9, experiment.samples(), Environment.peakRss());
  }

  private static List<ClaimResult> judge(
      List<Claim> claims, Scale scale, Map<String, Double> metrics) {
    var results = new ArrayList<ClaimResult>();
    for (var claim : claims) {
      double measured = metrics.getOrDefault(claim.metric(), Double.NaN);
      claim
          .met(scale, measured)
          .ifPresent(met ->
              results.add(
                  new ClaimResult(
                      claim.metric(),
                      claim.paper(),
                      claim.where(),
                      claim.expected().getOrDefault(scale, Double.NaN),
                      measured,
                      met)));
    }
    return results;
  }
}
