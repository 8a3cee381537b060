package profundo.tensor;

import org.bytedeco.pytorch.global.torch;

/// Minus the log-likelihood of targets under distributions that a net predicts, element by element,
/// in nats. Targets have the prediction's shape: see [Losses].
public sealed interface LikelihoodLosses permits Tensor {
  /// Minus the log-likelihood of counts under Poisson distributions: `e^x − target · x` for an x
  /// that is the logarithm of the rate, with `logInput`; else `x − target · ln(x + eps)` for the
  /// rate x.
  ///
  /// @param full whether ln(target!), which no prediction changes, is added for targets above 1, by
  ///   Stirling's formula
  /// @param eps added to the rate under the logarithm
  default Tensor poissonNllLoss(
      Tensor target, boolean logInput, boolean full, double eps, Reduction reduction) {
    NullArgument.require("poissonNllLoss", "target", target);
    NullArgument.require("poissonNllLoss", "reduction", reduction);
    LossTargets.requireAlike("poissonNllLoss", (Tensor) this, target);
    return Op.of(
        "poissonNllLoss",
        () ->
            torch.poisson_nll_loss(
                Op.raw(this), target.raw(), logInput, full, eps, reduction.code()),
        this,
        target);
  }

  /// The mean of [#poissonNllLoss(Tensor,boolean,boolean,double,Reduction)] for logarithms of
  /// rates.
  default Tensor poissonNllLoss(Tensor target) {
    return poissonNllLoss(target, true, false, 1e-8, Reduction.MEAN);
  }

  /// Minus the log-likelihood of targets under normal distributions with this mean and a variance
  /// (Nix & Weigend 1994): `½ · (ln v + (target − this)² / v)` with v the variance, at least `eps`.
  /// The variance's gradient is as if it were never below `eps`.
  ///
  /// @param variance of this tensor's shape, or with a last dimension of 1; 0 or more
  /// @param full whether ½ · ln(2π) is added
  /// @throws TensorException if a variance is below 0
  default Tensor gaussianNllLoss(
      Tensor target, Tensor variance, boolean full, double eps, Reduction reduction) {
    NullArgument.require("gaussianNllLoss", "target", target);
    NullArgument.require("gaussianNllLoss", "variance", variance);
    NullArgument.require("gaussianNllLoss", "reduction", reduction);
    var mean = (Tensor) this;
    LossTargets.requireAlike("gaussianNllLoss", mean, target);
    LossTargets.requireVariance("gaussianNllLoss", mean, variance);
    try (var scope = Scope.open()) {
      var v = variance.add(variance.detach().rsub(eps).relu());
      var each = v.log().add(target.sub(mean).square().div(v)).mul(0.5);
      var constant = full ? 0.5 * Math.log(2 * Math.PI) : 0;
      return scope.keep(reduction.of(each.add(constant)));
    }
  }

  /// The mean of [#gaussianNllLoss(Tensor,Tensor,boolean,double,Reduction)] with an ε of 10⁻⁶.
  default Tensor gaussianNllLoss(Tensor target, Tensor variance) {
    return gaussianNllLoss(target, variance, false, 1e-6, Reduction.MEAN);
  }
}
