package profundo.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Supplier;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// Compares the gradients of a computation with central differences in double precision.
public final class GradCheck {
  private static final double STEP = 1e-6;

  private GradCheck() {}

  /// Checks the gradient of the sum of weighted outputs with respect to every element of every
  /// input. The inputs are leaves of double precision.
  public static void check(Supplier<Tensor> computation, List<Tensor> inputs) {
    for (var input : inputs) {
      input.requiresGrad(true);
    }
    var weights = Grad.noGrad(() -> computation.get().randnLike());
    var gradients = Grad.of(computation.get().mul(weights).sum(), inputs, false);
    for (int i = 0; i < inputs.size(); i++) {
      var wanted = differences(computation, weights, inputs.get(i));
      var given = gradients.get(i).toDoubleArray();
      double scale = 1;
      for (double w : wanted) {
        scale = Math.max(scale, Math.abs(w));
      }
      for (int j = 0; j < wanted.length; j++) {
        assertThat(given[j]).as("input %d, element %d", i, j).isCloseTo(wanted[j], within(scale));
      }
    }
  }

  private static org.assertj.core.data.Offset<Double> within(double scale) {
    return org.assertj.core.data.Offset.offset(1e-6 * scale);
  }

  private static double[] differences(Supplier<Tensor> computation, Tensor weights, Tensor input) {
    var result = new double[Math.toIntExact(input.numel())];
    try (var _ = Grad.noGrad()) {
      var flat = input.detach().view(-1);
      for (int i = 0; i < result.length; i++) {
        try (var _ = Scope.open()) {
          var element = flat.get(i);
          double before = element.item();
          element.fill_(before + STEP);
          double above = computation.get().mul(weights).sum().item();
          element.fill_(before - STEP);
          double below = computation.get().mul(weights).sum().item();
          element.fill_(before);
          result[i] = (above - below) / (2 * STEP);
        }
      }
    }
    return result;
  }
}
