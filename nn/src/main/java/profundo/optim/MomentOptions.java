package profundo.optim;

import java.util.function.Consumer;
import profundo.base.Given;

/// What can be chosen of an optimizer that keeps means of gradients.
///
/// @param <O> the optimizer's own options
abstract class MomentOptions<O extends MomentOptions<O>> {
  double beta1 = 0.9;
  double beta2;
  double weightDecay;

  MomentOptions(double beta2) {
    this.beta2 = beta2;
  }

  abstract O self();

  /// How slowly the two means change, or how much of a mean is in a step, each below 1.
  public O betas(double beta1, double beta2) {
    this.beta1 = Checks.share("beta1", beta1);
    this.beta2 = Checks.share("beta2", beta2);
    return self();
  }

  /// λ: how much of a parameter is taken off at each step; the optimizer's description says how.
  public O weightDecay(double weightDecay) {
    this.weightDecay = Checks.atLeast("weight decay", weightDecay, 0);
    return self();
  }

  final O chosen(Consumer<O> choose) {
    Given.require("choose", choose);
    choose.accept(self());
    return self();
  }

  final O chosenForGroups(Consumer<O> choose) {
    Given.require("choose", choose);
    chosen(choose);
    Checks.noDecay(weightDecay);
    return self();
  }
}
