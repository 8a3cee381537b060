package profundo.optim;

import java.util.Arrays;
import java.util.List;
import profundo.base.Given;
import profundo.nn.NetException;
import profundo.nn.Parameter;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// Bounds on gradients, to be called between `backward` and `step`.
public final class Clip {
  private Clip() {}

  /// Scales all gradients so that their Euclidean norm, over all of them together, is at most `max`
  /// (Pascanu et al. 2013), and returns what it was: 0 if there are none, not a number if one of
  /// them is none. A parameter that is given twice counts once.
  public static double norm(List<Parameter> parameters, double max) {
    return norm(parameters, max, 2);
  }

  /// As [#norm(List,double)] with another norm: 1, or infinity for the largest element.
  public static double norm(List<Parameter> parameters, double max, double p) {
    Given.require("parameters", parameters);
    return Grad.clipNorm(
        tensors(parameters), Checks.positive("largest norm", max), Checks.positive("norm's p", p));
  }

  /// Holds each element of each gradient between −max and max.
  public static void value(List<Parameter> parameters, double max) {
    Given.require("parameters", parameters);
    Grad.clipValue(tensors(parameters), Checks.positive("largest element", max));
  }

  private static List<Tensor> tensors(List<Parameter> parameters) {
    return parameters.stream().map(Parameter::tensor).distinct().toList();
  }

  /// Scales down each row of a weight `[out, in, …]`, or each kernel, whose norm is larger, to this
  /// norm (Srivastava et al. 2014, section 5.1).
  ///
  /// @throws NetException if the weight has fewer than two dimensions
  public static void rows(Parameter weight, double max) {
    Given.require("weight", weight);
    Checks.positive("largest norm of a row", max);
    if (weight.tensor().dim() < 2) {
      throw new NetException(
          weight.name() + " has no rows to bound: it is " + weight.tensor().shape() + ".");
    }
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var rows = weight.tensor().flatten(1);
      var norms = rows.norm(2, true, 1).clampMin(max);
      var shares = Tensors.full(max, norms.dtype(), norms.device(), 1).div(norms);
      var shape = new long[weight.tensor().dim()];
      Arrays.fill(shape, 1);
      shape[0] = -1;
      weight.tensor().mul_(shares.reshape(shape));
    }
  }
}
