package profundo.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import profundo.nn.NetException;
import profundo.nn.Parameter;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// SAM beside its equations on Σ wᵢ⁴ + w₀ · w₁, over two parameters whose norm is one.
class SamTest {
  private static final double LR = 0.01;
  private static final double RHO = 0.3;
  private static final double[] START = {1.5, -0.4, 0.7};

  private static double[] slope(double... w) {
    return new double[] {
      4 * Math.pow(w[0], 3) + w[1], 4 * Math.pow(w[1], 3) + w[0], 4 * Math.pow(w[2], 3)
    };
  }

  private static List<Parameter> start() {
    return List.of(
        new Parameter("a", Tensor.of(new double[] {1.5, -0.4}).requiresGrad(true)),
        new Parameter("b", Tensor.of(new double[] {0.7}).requiresGrad(true)));
  }

  private static double[] numbers(List<Parameter> w) {
    return Tensor.cat(0, w.getFirst().tensor(), w.getLast().tensor()).detach().toDoubleArray();
  }

  private static double step(Optimizer optimizer, List<Parameter> w) {
    return optimizer.step(() -> {
      optimizer.zeroGrad();
      var a = w.getFirst().tensor();
      var loss = a.pow(4).sum().add(a.prod()).add(w.getLast().tensor().pow(4).sum());
      loss.backward();
      return loss.item();
    });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyStepIsTheEquations(boolean adaptive) {
    var w = start();
    var expected = START.clone();
    var momentum = new double[3];
    var sgd = new Sgd(w, LR, o -> o.momentum(0.9));
    try (var sam = adaptive ? new Sam(sgd, RHO, o -> o.adaptive()) : new Sam(sgd, RHO);
        var _ = Scope.open()) {
      for (int t = 0; t < 10; t++) {
        var g = slope(expected);
        double square = 0;
        for (int i = 0; i < 3; i++) {
          square += Math.pow((adaptive ? Math.abs(expected[i]) : 1) * g[i], 2);
        }
        var worst = expected.clone();
        for (int i = 0; i < 3; i++) {
          double size = adaptive ? expected[i] * expected[i] : 1;
          worst[i] += RHO * size * g[i] / (Math.sqrt(square) + 1e-12);
        }
        var there = slope(worst);
        for (int i = 0; i < 3; i++) {
          momentum[i] = 0.9 * momentum[i] + there[i];
          expected[i] -= LR * momentum[i];
        }
        step(sam, w);
        assertThat(numbers(w)).as("step %d", t).containsExactly(expected, within(1e-10));
      }
    }
  }

  @Test
  void itsLossIsThatBeforeTheStepAndItEvaluatesTwice() {
    var w = start();
    var calls = new AtomicInteger();
    try (var sam = new Sam(new Adam(w, LR), RHO);
        var _ = Scope.open()) {
      double loss =
          sam.step(() -> {
            sam.zeroGrad();
            var value = w.getFirst().tensor().square().sum();
            value.backward();
            return calls.incrementAndGet() == 1 ? value.item() : -1;
          });
      assertThat(loss).isCloseTo(1.5 * 1.5 + 0.4 * 0.4, within(1e-12));
      assertThat(calls).hasValue(2);
    }
  }

  @Test
  void anOptimizerOfOneEvaluationTakesAClosureToo() {
    var w = start();
    var v = start();
    try (var one = new Adam(w, LR);
        var other = new Adam(v, LR);
        var _ = Scope.open()) {
      assertThat(one.evaluatesAgain()).isFalse();
      assertThat(step(one, w)).isCloseTo(Math.pow(1.5, 4) + 0.0256 - 0.6 + 0.2401, within(1e-12));
      var a = v.getFirst().tensor();
      a.pow(4).sum().add(a.prod()).add(v.getLast().tensor().pow(4).sum()).backward();
      other.step();
      assertThat(numbers(w)).containsExactly(numbers(v));
    }
  }

  @Test
  void goesOnFromItsStateAsIfItHadNotStopped() {
    var w = start();
    var v = start();
    try (var first = new Sam(new Adam(w, LR), RHO);
        var second = new Sam(new Adam(v, 1), RHO);
        var _ = Scope.open()) {
      for (int i = 0; i < 4; i++) {
        step(first, w);
      }
      second.load(first.stateDict());
      for (int i = 0; i < 2; i++) {
        v.get(i).tensor().detach().copy_(w.get(i).tensor());
      }
      for (int i = 0; i < 4; i++) {
        step(first, w);
        step(second, v);
      }
      assertThat(numbers(v)).containsExactly(numbers(w));
      assertThat(first.stateDict().names()).contains("state.a.exp_avg", "param_groups.0.lr");
      second.lr(0.5);
      assertThat(second.groups().getFirst().lr()).isEqualTo(0.5);
    }
  }

  @Test
  void whatTheLossThrowsLeavesTheParametersWhereTheyWere() {
    var w = start();
    var calls = new AtomicInteger();
    try (var sam = new Sam(new Sgd(w, LR), RHO);
        var _ = Scope.open()) {
      assertThatThrownBy(() ->
              sam.step(() -> {
                w.getFirst().tensor().square().sum().backward();
                if (calls.incrementAndGet() == 2) {
                  throw new IllegalStateException("mine");
                }
                return 0;
              }))
          .hasMessage("mine");
      assertThat(numbers(w)).containsExactly(START);
    }
  }

  @Test
  void whatIsNoSamIsRefused() {
    var w = start();
    assertThatThrownBy(() -> new Sam(new Sgd(w, LR), 0))
        .isInstanceOf(NetException.class)
        .hasMessageContaining("above 0");
    assertThatThrownBy(() -> new Sam(new Sgd(w, LR), Double.NaN)).isInstanceOf(NetException.class);
    assertThatThrownBy(() -> new Sam(new Lbfgs(w), RHO))
        .hasMessageContaining("Lbfgs evaluates it several times");
    assertThatThrownBy(() -> new Sam(new Sgd(w, LR), RHO).step())
        .hasMessageContaining("Sam evaluates the loss several times in a step");
  }
}
