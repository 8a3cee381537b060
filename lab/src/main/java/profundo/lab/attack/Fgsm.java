package profundo.lab.attack;

import profundo.base.Given;
import profundo.lab.Range;
import profundo.nn.Layer;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// The fast gradient sign method: one step of ε up the loss, each pixel by the sign of its gradient
/// (Goodfellow, Shlens & Szegedy 2015, section 4).
///
/// @param epsilon how far a pixel moves at most, in units of black to white
public record Fgsm(double epsilon) implements Attack {
  /// @throws profundo.lab.UsageException if ε is negative or no number
  public Fgsm {
    Range.atLeast(0).check("epsilon", epsilon);
  }

  @Override
  public Tensor perturb(Layer scores, Tensor pictures, Tensor labels) {
    Given.require("scores", scores);
    Given.require("pictures", pictures);
    Given.require("labels", labels);
    try (var scope = Scope.open();
        var _ = Grad.noGrad()) {
      var gradient = InputGradient.ofLoss(scores, pictures, labels);
      return scope.keep(pictures.add(gradient.sign().mul(epsilon)).clamp(0.0, 1.0));
    }
  }
}
