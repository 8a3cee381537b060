package profundo.lab.attack;

import profundo.base.Given;
import profundo.lab.Range;
import profundo.nn.Layer;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// Projected gradient descent: many small steps up the loss, after each of which a picture is put
/// back into the ball of radius ε around the clean one (Madry et al. 2018, section 2.1; without the
/// random start, the basic iterative method of Kurakin et al. 2017).
///
/// @param norm how a perturbation is measured
/// @param epsilon the largest perturbation, in units of black to white
/// @param steps how many steps
/// @param step how long each is
/// @param random whether to start at a point of the ball that is drawn, and not at the clean
///   picture
public record Pgd(Norm norm, double epsilon, int steps, double step, boolean random)
    implements Attack {
  /// @throws profundo.lab.UsageException if ε or the step is negative, or there are no steps
  public Pgd {
    Given.require("norm", norm);
    Range.atLeast(0).check("epsilon", epsilon).check("step", step);
    Range.atLeast(1).check("steps", steps);
  }

  /// In L∞, from a point that is drawn.
  public static Pgd linf(double epsilon, int steps, double step) {
    return new Pgd(Norm.LINF, epsilon, steps, step, true);
  }

  /// In L2, from a point that is drawn.
  public static Pgd l2(double epsilon, int steps, double step) {
    return new Pgd(Norm.L2, epsilon, steps, step, true);
  }

  @Override
  public Tensor perturb(Layer scores, Tensor pictures, Tensor labels) {
    Given.require("scores", scores);
    Given.require("pictures", pictures);
    Given.require("labels", labels);
    try (var scope = Scope.open();
        var _ = Grad.noGrad()) {
      var moved = random ? inside(pictures, norm.draw(pictures, epsilon)) : pictures;
      for (int i = 0; i < steps; i++) {
        moved = stepped(scores, pictures, labels, moved);
      }
      return scope.keep(moved);
    }
  }

  private Tensor stepped(Layer scores, Tensor pictures, Tensor labels, Tensor moved) {
    try (var scope = Scope.open()) {
      var gradient = InputGradient.ofLoss(scores, moved, labels);
      var next = moved.add(norm.direction(gradient).mul(step));
      return scope.keep(inside(pictures, next.sub(pictures)));
    }
  }

  private Tensor inside(Tensor pictures, Tensor perturbation) {
    return pictures.add(norm.project(perturbation, epsilon)).clamp(0.0, 1.0);
  }
}
