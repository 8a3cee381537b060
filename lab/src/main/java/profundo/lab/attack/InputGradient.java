package profundo.lab.attack;

import java.util.List;
import java.util.function.UnaryOperator;
import profundo.nn.Layer;
import profundo.tensor.Grad;
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

  /// Which way each picture's cross-entropy grows: its gradient over the probability of the other
  /// classes, which is that of the log-odds against the label. A net that is sure beyond the
  /// precision of its numbers has a cross-entropy without a gradient, and this all the same.
  static Tensor ofLoss(Layer scores, Tensor pictures, Tensor labels) {
    return of(pictures, x -> logOdds(scores.forward(x), labels).sum());
  }

  private static Tensor logOdds(Tensor scores, Tensor labels) {
    var right = labels.unsqueeze(1);
    return others(scores, right).logsumexp(1).sub(scores.gather(1, right).squeeze(1));
  }

  /// The scores with those of the right classes, `[N, 1]`, at −∞.
  static Tensor others(Tensor scores, Tensor right) {
    var none = right.to(scores.dtype()).mul(0).add(Double.NEGATIVE_INFINITY);
    return scores.scatter(1, right, none);
  }
}
