package profundo.optim;

import java.util.List;
import profundo.nn.Parameter;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensors;

/// Bounds on gradients, to be called between `backward` and `step`.
public final class Clip {
  private Clip() {}

  /// Scales all gradients so that their Euclidean norm, over all of them together, is at most `max`
  /// (Pascanu et al. 2013), and returns what it was.
  public static double norm(List<Parameter> parameters, double max) {
    return norm(parameters, max, 2);
  }

  /// As [#norm(List,double)] with another norm: 1, or infinity for the largest element.
  public static double norm(List<Parameter> parameters, double max, double p) {
    return Grad.clipNorm(parameters.stream().map(Parameter::tensor).toList(), max, p);
  }

  /// Holds each element of each gradient between −max and max.
  public static void value(List<Parameter> parameters, double max) {
    Grad.clipValue(parameters.stream().map(Parameter::tensor).toList(), max);
  }

  /// Scales down each row of a weight `[out, in]` whose norm is larger, to this norm (Srivastava et
  /// al. 2014, section 5.1).
  public static void rows(Parameter weight, double max) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var norms = weight.tensor().norm(2, true, 1).clampMin(max);
      weight.tensor().mul_(Tensors.full(max, norms.dtype(), norms.device(), 1).div(norms));
    }
  }
}
