package profundo.lab.attack;

import java.util.List;
import java.util.function.UnaryOperator;
import profundo.nn.Layer;
import profundo.tensor.Grad;
import profundo.tensor.Reduction;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// Gradients with respect to what a net looks at.
final class InputGradient {
  private InputGradient() {}

  /// Of a number that is computed of `x`.
  static Tensor of(Tensor x, UnaryOperator<Tensor> number) {
    try (var scope = Scope.open();
        var _ = Grad.enabled()) {
      var input = x.detach().requiresGrad(true);
      return scope.keep(Grad.of(number.apply(input), List.of(input), false).getFirst());
    }
  }

  /// Of each picture's own loss: their sum is differentiated, so that it is the same in any batch.
  static Tensor ofLoss(Layer scores, Tensor pictures, Tensor labels) {
    return of(pictures, x -> scores.forward(x).logSoftmax(1).nllLoss(labels, Reduction.SUM));
  }
}
