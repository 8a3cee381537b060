package profundo.optim;

import java.util.Arrays;
import profundo.base.Given;
import profundo.nn.NetException;

/// How the learning rate changes with the steps: a factor on the rate that the optimizer started
/// with. Steps count from 0, and are whatever the training loop calls one: batches or epochs.
@FunctionalInterface
public interface Schedule {
  /// The factor at a step.
  double factor(long step);

  /// The same rate always.
  static Schedule constant() {
    return _ -> 1;
  }

  /// Multiplied by `gamma` after every `every` steps.
  static Schedule step(long every, double gamma) {
    Checks.steps("number of steps", every, 1);
    Checks.atLeast("factor", gamma, 0);
    return step -> Math.pow(gamma, step / every);
  }

  /// Multiplied by `gamma` at each of these steps.
  static Schedule multiStep(double gamma, long... milestones) {
    Given.require("milestones", milestones);
    Checks.atLeast("factor", gamma, 0);
    var at = milestones.clone();
    return step -> Math.pow(gamma, Arrays.stream(at).filter(m -> step >= m).count());
  }

  /// Multiplied by `gamma` at every step.
  static Schedule exponential(double gamma) {
    Checks.atLeast("factor", gamma, 0);
    return step -> Math.pow(gamma, step);
  }

  /// Half a cosine from 1 to `last` over `steps` steps, then `last` (Loshchilov & Hutter 2017,
  /// without restarts).
  static Schedule cosine(long steps, double last) {
    Checks.steps("number of steps", steps, 1);
    Checks.atLeast("last factor", last, 0);
    return step -> {
      double done = Math.min(1, (double) step / steps);
      return last + (1 - last) * (1 + Math.cos(Math.PI * done)) / 2;
    };
  }

  /// Half cosines from 1 to `last` one after the other, each beginning at 1 again: the first over
  /// `first` steps, each further one over `times` as many as the one before (Loshchilov & Hutter
  /// 2017, equation 5), as PyTorch's `CosineAnnealingWarmRestarts`.
  ///
  /// @param times 1 or more; 1 for restarts at equal distances
  static Schedule cosineWarmRestarts(long first, long times, double last) {
    Checks.steps("number of steps", first, 1);
    Checks.steps("number of times", times, 1);
    Checks.atLeast("last factor", last, 0);
    return step -> {
      double length = first;
      double done = step;
      if (times == 1) {
        done = step % first;
      } else {
        while (done >= length) {
          done -= length;
          length *= times;
        }
      }
      return between(1, last, done / length);
    };
  }

  /// In a straight line from 1 to `last` over `steps` steps, then `last`.
  static Schedule linear(long steps, double last) {
    Checks.steps("number of steps", steps, 1);
    Checks.atLeast("last factor", last, 0);
    return step -> 1 + (last - 1) * Math.min(1, (double) step / steps);
  }

  /// Up in a straight line over the first `steps` steps, the first of which is 1/steps, then this
  /// schedule from its start.
  default Schedule afterWarmUp(long steps) {
    Checks.steps("number of steps", steps, 1);
    return step -> step < steps ? factor(0) * (step + 1) / steps : factor(step - steps);
  }

  /// The Transformer's schedule: up in a straight line for `warmUp` steps, then down with the root
  /// of the step, as a factor of a learning rate of 1 (Vaswani et al. 2017, equation 3).
  static Schedule noam(long dimension, long warmUp) {
    Checks.steps("dimension", dimension, 1);
    Checks.steps("number of steps", warmUp, 1);
    double scale = 1 / Math.sqrt(dimension);
    return step -> scale * Math.min(1 / Math.sqrt(step + 1.0), (step + 1) * Math.pow(warmUp, -1.5));
  }

  /// Up in a straight line to 1 at `warmUp` steps, then down with the root of the step.
  static Schedule inverseSquareRoot(long warmUp) {
    Checks.steps("number of steps", warmUp, 1);
    return step -> Math.min((step + 1.0) / warmUp, Math.sqrt(warmUp / (step + 1.0)));
  }

  /// One cycle (Smith & Topin 2018): by cosines from 1/25 of the rate up to it over the first share
  /// `up` of the steps, 0 to 1, and down to 1/10⁴ of where it started, as in PyTorch; then that.
  static Schedule oneCycle(long steps, double up) {
    Checks.steps("number of steps", steps, 1);
    if (!(up >= 0 && up <= 1)) {
      throw new NetException("The share of the steps up is 0 to 1, not " + up + ".");
    }
    double first = 1.0 / 25;
    double last = first / 1e4;
    double peak = up * steps - 1;
    double end = steps - 1.0;
    return step -> {
      if (step <= peak) {
        return peak == 0 ? 1 : between(first, 1, step / peak);
      }
      return step >= end ? last : between(1, last, (step - peak) / (end - peak));
    };
  }

  private static double between(double from, double to, double done) {
    return to + (from - to) * (1 + Math.cos(Math.PI * done)) / 2;
  }
}
