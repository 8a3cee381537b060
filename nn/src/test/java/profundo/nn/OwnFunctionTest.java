package profundo.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import profundo.optim.Sgd;
import profundo.tensor.AutogradContext;
import profundo.tensor.AutogradFunction;
import profundo.tensor.DType;
import profundo.tensor.Grad;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// Functions with a backward of their own, written outside the library's package and used by nets.
class OwnFunctionTest {
  /// Swish with a slope β (Ramachandran et al. 2017), y = x · σ(β · x), by its closed form: dy/dx =
  /// σ + β · y · (1 − σ), dy/dβ = x · y · (1 − σ) summed.
  private record Swish() implements AutogradFunction {
    @Override
    public List<Tensor> forward(AutogradContext context, List<Tensor> inputs) {
      var x = inputs.getFirst();
      var y = x.mul(x.mul(inputs.getLast()).sigmoid());
      context.save(x, inputs.getLast(), y);
      return List.of(y);
    }

    @Override
    public List<@Nullable Tensor> backward(AutogradContext context, List<Tensor> gradients) {
      var x = context.saved(0);
      var beta = context.saved(1);
      var y = context.saved(2);
      var gate = x.mul(beta).sigmoid();
      var rest = y.mul(gate.neg().add(1));
      var g = gradients.getFirst();
      return List.of(g.mul(gate.add(rest.mul(beta))), g.mul(x).mul(rest).sum());
    }
  }

  private static Tensor random(long... shape) {
    return Tensor.randn(shape).to(DType.FLOAT64);
  }

  @Test
  void aClosedFormAgreesWithFiniteDifferences() {
    try (var _ = Scope.open()) {
      Rng.seed(3);
      var x = random(4, 3);
      var beta = Tensor.of(new double[] {0.7}).reshape();
      GradCheck.check(() -> new Swish().apply(x, beta), List.of(x, beta));
    }
  }

  @Test
  void itsGradientsGradientsAgreeWithFiniteDifferences() {
    try (var _ = Scope.open()) {
      Rng.seed(4);
      var x = random(4, 3).requiresGrad(true);
      var beta = Tensor.of(new double[] {-1.3}).reshape().requiresGrad(true);
      GradCheck.check(
          () -> {
            try (var _ = Grad.enabled()) {
              var y = new Swish().apply(x, beta).square().sum();
              var first = Grad.of(y, List.of(x, beta), true);
              return first.getFirst().mul(first.getLast());
            }
          },
          List.of(x, beta));
    }
  }

  /// The domain's head descends and the features climb (Ganin & Lempitsky 2015, equations 4 to 6).
  @Test
  void gradientReversalTrainsAgainstItsHead() {
    Rng.seed(5);
    try (var features = new Linear(3, 3);
        var head = new Linear(3, 1);
        var optimizer = new Sgd(features.parameters(), 0.1);
        var _ = Scope.open()) {
      var reversal = AutogradFunction.of((_, x) -> x, (_, gradient) -> gradient.neg());
      var x = Tensor.randn(8, 3);
      double before = head.forward(features.forward(x)).square().mean().item();
      head.forward(reversal.apply(features.forward(x))).square().mean().backward();
      optimizer.step();
      assertThat(head.forward(features.forward(x)).square().mean().item()).isGreaterThan(before);
    }
  }
}
