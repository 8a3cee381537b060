package profundo.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import profundo.data.source.Origin;
import profundo.train.metric.Interval;
import profundo.train.store.ClaimResult;
import profundo.train.store.DataUsed;
import profundo.train.store.RunPlan;
import profundo.train.store.RunState;
import profundo.train.store.RunStore;
import profundo.train.store.StoredRun;
import profundo.train.store.Unjudged;

/// What a run's figures say of its recipe's claims, or why they say nothing.
///
/// @param claims the verdict on each claim that is judged
/// @param unjudged why none is; empty if one is
public record Judgement(List<ClaimResult> claims, Optional<Unjudged> unjudged) {
  /// Judges a run that has come to its end.
  ///
  /// A claim holds for the recipe's own data and for the settings of a scale: whoever changes one
  /// of them measures something else.
  ///
  /// @param config the settings that it ran with
  /// @param metrics for each key its figures, one of each seed
  public static Judgement of(
      Recipe<?> recipe, RunPlan plan, RecipeSettings config, Map<String, List<Double>> metrics) {
    var scale = Scale.of(plan.scale());
    var changed = config.differing(recipe.settings(scale));
    var why = whyNot(recipe, plan.data(), scale, changed);
    if (why.isPresent()) {
      return new Judgement(List.of(), why);
    }
    var results = new ArrayList<ClaimResult>();
    for (var claim : recipe.about().claims()) {
      var measured = interval(metrics.getOrDefault(claim.metric(), List.of()));
      claim
          .expected(scale, isSample(plan.data()))
          .ifPresent(expected ->
              results.add(
                  new ClaimResult(
                      claim.metric(),
                      claim.source(),
                      claim.paper(),
                      claim.where(),
                      expected,
                      measured.mean(),
                      measured.values().size(),
                      claim.verdict(expected, measured))));
    }
    return new Judgement(results, Optional.empty());
  }

  /// Why nothing of a stored run is held against a claim; empty if something is. A run of an older
  /// store does not say so itself: then it was the data or the scale.
  ///
  /// @param claims the verdicts that the store holds
  public static Optional<Unjudged> whyNot(RunStore store, StoredRun run, List<ClaimResult> claims) {
    if (!claims.isEmpty()) {
      return Optional.empty();
    }
    if (run.state() != RunState.DONE) {
      return Optional.of(new Unjudged(Unjudged.Reason.UNFINISHED, ""));
    }
    return store
        .unjudged(run.id())
        .or(() ->
            Recipes.named(run.plan().recipe())
                .flatMap(recipe ->
                    whyNot(recipe, run.plan().data(), Scale.of(run.plan().scale()), List.of())));
  }

  private static Optional<Unjudged> whyNot(
      Recipe<?> recipe, DataUsed data, Scale scale, List<String> changed) {
    var claims = recipe.about().claims();
    if (!data.name().equals(recipe.about().data().getFirst())) {
      var reason = isSynthetic(data) ? Unjudged.Reason.SYNTHETIC : Unjudged.Reason.DATA;
      return Optional.of(new Unjudged(reason, data.name()));
    }
    if (claims.stream().noneMatch(claim -> claim.expected(scale, false).isPresent())) {
      return Optional.of(new Unjudged(Unjudged.Reason.SCALE, scale.label()));
    }
    if (claims.stream().noneMatch(claim -> claim.expected(scale, isSample(data)).isPresent())) {
      return Optional.of(new Unjudged(Unjudged.Reason.SAMPLE, data.name()));
    }
    return changed.isEmpty()
        ? Optional.empty()
        : Optional.of(new Unjudged(Unjudged.Reason.SETTINGS, String.join(", ", changed)));
  }

  /// Whether a program made the data that a run was trained on.
  public static boolean isSynthetic(DataUsed data) {
    return data.source().equals(Origin.Source.SYNTHETIC.label());
  }

  private static boolean isSample(DataUsed data) {
    return data.source().equals(Origin.Source.BUNDLED.label());
  }

  private static Interval interval(List<Double> values) {
    return values.isEmpty()
        ? Interval.of(Double.NaN)
        : Interval.of(values.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
