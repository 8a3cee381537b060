package profundo.recipes;

import java.util.Map;
import profundo.train.store.DataUsed;
import profundo.train.store.Environment;
import profundo.train.store.RunPlan;

/// A small run of the perceptron of many layers, of which nothing has been computed yet.
final class SmokePlan {
  private SmokePlan() {}

  static RunPlan make() {
    var environment = Environment.now(Map.of()).json();
    return new RunPlan("mlp", "{}", "smoke", 1, "cpu", 1, new DataUsed("", "", 0), environment);
  }
}
