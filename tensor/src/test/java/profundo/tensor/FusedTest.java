package profundo.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import org.junit.jupiter.api.Test;

class FusedTest {
  private static Tensor parameter(double... values) {
    return Tensor.of(values).requiresGrad(true);
  }

  @Test
  void plainDescentTakesTheGradientOffAndLeavesTheRestAlone() {
    try (var _ = Scope.open()) {
      var p = parameter(1, 2);
      var without = parameter(5);
      var q = parameter(3);
      try (var fused = new Fused(List.of(p, without, q), List.of())) {
        assertThat(fused.gather()).containsOnly(false);
        fused.sgd(0.1, 0, 0, 0, false, false);
        p.mul(2).sum().add(q.mul(3).sum()).backward();
        assertThat(fused.gather()).containsExactly(true, false, true);
        fused.sgd(0.1, 0, 0, 0, false, false);
        assertThat(p.toDoubleArray()).containsExactly(new double[] {0.8, 1.8}, offset(1e-12));
        assertThat(q.toDoubleArray()).containsExactly(new double[] {2.7}, offset(1e-12));
        assertThat(without.item()).isEqualTo(5);
        assertThat(p.requiresGrad() && p.isLeaf()).isTrue();
        p.zeroGrad();
        without.mul(4).sum().backward();
        assertThat(fused.gather()).containsExactly(false, true, true);
        fused.sgd(0.1, 0, 0, 0, false, false);
        assertThat(without.item()).isCloseTo(4.6, offset(1e-12));
        assertThat(p.toDoubleArray()).containsExactly(new double[] {0.8, 1.8}, offset(1e-12));
      }
    }
  }

  @Test
  void adamIsItsFormulaInDoublePrecision() {
    try (var _ = Scope.open()) {
      var p = parameter(0.3);
      var m = Tensor.of(new double[] {0});
      var v = Tensor.of(new double[] {0});
      var step = Tensor.scalar(0);
      double x = 0.3;
      double first = 0;
      double second = 0;
      try (var fused = new Fused(List.of(p), List.of(List.of(m), List.of(v), List.of(step)))) {
        for (int t = 1; t <= 20; t++) {
          p.zeroGrad();
          p.pow(3).sum().backward();
          fused.gather();
          step.add_(1);
          fused.adam(true, 0.01, 0.9, 0.99, 0.1, 1e-8, false);
          double g = 3 * x * x;
          first = 0.9 * first + 0.1 * g;
          second = 0.99 * second + 0.01 * g * g;
          x -= 0.01 * 0.1 * x;
          double root = Math.sqrt(second / (1 - Math.pow(0.99, t))) + 1e-8;
          x -= 0.01 * first / (1 - Math.pow(0.9, t)) / root;
          assertThat(p.item()).isCloseTo(x, offset(1e-9));
        }
      }
    }
  }

  @Test
  void aClosedParameterIsAJavaException() {
    var p = parameter(1);
    try (var fused = new Fused(List.of(p), List.of())) {
      p.close();
      assertThatThrownBy(fused::gather).isInstanceOf(ClosedTensorException.class);
    }
  }

  @Test
  void gradientsAreClippedTogether() {
    try (var _ = Scope.open()) {
      var p = parameter(1);
      var q = parameter(1);
      p.mul(3).sum().add(q.mul(4).sum()).backward();
      assertThat(Grad.clipNorm(List.of(p, q), 1, 2)).isCloseTo(5, offset(1e-6));
      assertThat(p.grad().item()).isCloseTo(0.6, offset(1e-5));
      Grad.clipValue(List.of(p, q), 0.7);
      assertThat(q.grad().item()).isCloseTo(0.7, offset(1e-5));
    }
  }
}
