package profundo.bench;

import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import profundo.lab.Description;
import profundo.train.metric.Interval;
import profundo.train.store.ClaimResult;
import profundo.train.store.RunState;
import profundo.train.store.RunStore;
import profundo.train.store.StoredRun;
import tools.jackson.databind.json.JsonMapper;

/// What one recipe came to in a run at `--scale laptop`, as the documents state it.
///
/// @param recipe its name
/// @param command what was run
/// @param measured the day, `2026-11-27`
/// @param commit the code that was run
/// @param reviewed the commit up to which a person has looked at later changes and found that they
///   leave the figures as they are; empty if none has. It is set by hand in `bench/figures.json`
/// @param seeds how many
/// @param seconds wall time
/// @param memory most resident memory, MiB
/// @param metrics for each key one value of each seed
/// @param verdicts for each claim that was judged its metric, bound and verdict
/// @param text what the tables say instead of the recipe's own words, by language; empty if nothing
record Figure(
    String recipe,
    String command,
    String measured,
    String commit,
    String reviewed,
    int seeds,
    double seconds,
    long memory,
    Map<String, List<Double>> metrics,
    List<String> verdicts,
    Map<String, String> text) {
  private static final String HASH = "[0-9a-f]{7,40}";

  /// The figures of a stored run.
  ///
  /// @param built the commit that was built, where the run does not know its own
  /// @throws BenchException if the run has not ended, is not of a whole commit, or is not judged
  static Figure of(RunStore store, StoredRun run, String built) {
    var plan = run.plan();
    var own = new JsonMapper().readTree(plan.environment()).path("commit").asString();
    var commit = own.matches(HASH) ? own : built;
    var claims = store.claims(run.id());
    if (run.state() != RunState.DONE || claims.isEmpty() || !plan.scale().equals("laptop")) {
      throw new BenchException("figures.unjudged", run.id());
    }
    if (!commit.matches(HASH)) {
      throw new BenchException("figures.commit", run.id(), own);
    }
    var metrics = new LinkedHashMap<String, List<Double>>();
    store.metrics(run.id()).forEach((key, value) -> metrics.put(key, value.values()));
    int seeds = claims.getFirst().seeds();
    var description = Description.of(store, run);
    var command =
        "run %s --seed %d --seeds %d --threads %d"
            .formatted(plan.recipe(), plan.seed(), seeds, plan.threads());
    return new Figure(
        plan.recipe(),
        command,
        run.started().atZone(ZoneOffset.UTC).toLocalDate().toString(),
        commit,
        "",
        seeds,
        run.seconds(),
        run.peakRss() >> 20,
        metrics,
        claims.stream().map(claim -> verdict(description, claim)).toList(),
        Map.of());
  }

  private static String verdict(Description description, ClaimResult claim) {
    var bound = description.sign(claim.metric()) + " " + FigureWords.plain(claim.expected());
    return "%s %s: %s".formatted(claim.metric(), bound, claim.verdict().word());
  }

  /// The newest commit of which the figures are said to hold.
  String holds() {
    return reviewed.isEmpty() ? commit : reviewed;
  }

  /// A metric's mean and interval.
  ///
  /// @throws BenchException if the run has no such figure
  Interval interval(String metric) {
    var values = metrics.get(metric);
    if (values == null || values.isEmpty()) {
      throw new BenchException("figures.metric", recipe, metric);
    }
    return Interval.of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
