package profundo.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import profundo.nn.NetException;
import profundo.nn.Parameter;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// Optimizers beside their papers' equations, worked in double precision by loops over numbers.
class PublishedOptimizersTest {
  private static final double LR = 0.01;
  private static final double[] START = {1.5, -0.3, 0.7};
  private static final int STEPS = 12;

  /// One number's mean and mean square, changed by [#take].
  private static final class Means {
    private final double[] m = new double[START.length];
    private final double[] v = new double[START.length];

    private void take(double[] g, double beta1, double beta2) {
      for (int i = 0; i < m.length; i++) {
        m[i] = beta1 * m[i] + (1 - beta1) * g[i];
        v[i] = beta2 * v[i] + (1 - beta2) * g[i] * g[i];
      }
    }
  }

  /// An equation: the parameters after step t, from 1, of those before and the gradient.
  private interface Equation {
    double[] step(long t, double[] theta, double[] g, Means means);
  }

  private static double[] nAdam(long t, double[] theta, double[] g, Means means, double decay) {
    means.take(g, 0.9, 0.999);
    double product = 1;
    for (long i = 1; i <= t; i++) {
      product *= mu(i);
    }
    var next = theta.clone();
    for (int i = 0; i < g.length; i++) {
      double ahead =
          mu(t + 1) * means.m[i] / (1 - product * mu(t + 1)) + (1 - mu(t)) * g[i] / (1 - product);
      double square = means.v[i] / (1 - Math.pow(0.999, t));
      next[i] = theta[i] * (1 - LR * decay) - LR * ahead / (Math.sqrt(square) + 1e-8);
    }
    return next;
  }

  private static double mu(long t) {
    return 0.9 * (1 - 0.5 * Math.pow(0.96, t * 0.004));
  }

  /// β₂ of 0.9, so that the mean of squares is taken up within the steps of the test.
  private static double[] rAdam(long t, double[] theta, double[] g, Means means) {
    means.take(g, 0.8, 0.9);
    double most = 2 / (1 - 0.9) - 1;
    double rho = most - 2 * t * Math.pow(0.9, t) / (1 - Math.pow(0.9, t));
    var next = theta.clone();
    for (int i = 0; i < g.length; i++) {
      double mean = means.m[i] / (1 - Math.pow(0.8, t));
      double adaptive = Math.sqrt(1 - Math.pow(0.9, t)) / (Math.sqrt(means.v[i]) + 1e-8);
      double r = Math.sqrt((rho - 4) * (rho - 2) * most / ((most - 4) * (most - 2) * rho));
      next[i] -= rho > 5 ? LR * mean * r * adaptive : LR * mean;
    }
    return next;
  }

  private static double[] lion(long t, double[] theta, double[] g, Means means) {
    var next = theta.clone();
    for (int i = 0; i < g.length; i++) {
      double sign = Math.signum(0.9 * means.m[i] + 0.1 * g[i]);
      next[i] = theta[i] - LR * (sign + 0.1 * theta[i]);
      means.m[i] = 0.99 * means.m[i] + 0.01 * g[i];
    }
    return next;
  }

  private static double[] lamb(long t, double[] theta, double[] g, Means means) {
    means.take(g, 0.9, 0.999);
    var u = new double[g.length];
    double thetaSquare = 0;
    double stepSquare = 0;
    for (int i = 0; i < g.length; i++) {
      double mean = means.m[i] / (1 - Math.pow(0.9, t));
      double square = means.v[i] / (1 - Math.pow(0.999, t));
      u[i] = mean / (Math.sqrt(square) + 1e-6) + 0.1 * theta[i];
      thetaSquare += theta[i] * theta[i];
      stepSquare += u[i] * u[i];
    }
    var next = theta.clone();
    for (int i = 0; i < g.length; i++) {
      next[i] -= LR * Math.sqrt(thetaSquare / stepSquare) * u[i];
    }
    return next;
  }

  private static Arguments with(
      String name, Function<List<Parameter>, Optimizer> make, Equation equation) {
    return Arguments.of(name, make, equation);
  }

  static Stream<Arguments> optimizers() {
    return Stream.of(
        with("NAdam", p -> new NAdam(p, LR), (t, x, g, s) -> nAdam(t, x, g, s, 0)),
        with(
            "NAdam, decoupled",
            p -> new NAdam(p, LR, o -> o.weightDecay(0.1).decoupled()),
            (t, x, g, s) -> nAdam(t, x, g, s, 0.1)),
        with(
            "RAdam", p -> new RAdam(p, LR, o -> o.betas(0.8, 0.9)), PublishedOptimizersTest::rAdam),
        with("Lion", p -> new Lion(p, LR, o -> o.weightDecay(0.1)), PublishedOptimizersTest::lion),
        with("LAMB", p -> new Lamb(p, LR, o -> o.weightDecay(0.1)), PublishedOptimizersTest::lamb));
  }

  private static List<Parameter> start() {
    return List.of(new Parameter("p", Tensor.of(START).requiresGrad(true)));
  }

  private static double[] gradient(int step) {
    return new double[] {Math.sin(step), 1 - 0.3 * step, Math.cos(2.0 * step) - 0.5};
  }

  /// The gradient of the sum of g · p is g.
  private static void step(Optimizer optimizer, Tensor p, int i) {
    optimizer.zeroGrad();
    p.mul(Tensor.of(gradient(i))).sum().backward();
    optimizer.step();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("optimizers")
  void everyStepIsTheEquations(
      String name, Function<List<Parameter>, Optimizer> make, Equation equation) {
    var p = start();
    var means = new Means();
    var expected = START;
    try (var optimizer = make.apply(p);
        var _ = Scope.open()) {
      for (int i = 1; i <= STEPS; i++) {
        step(optimizer, p.getFirst().tensor(), i);
        expected = equation.step(i, expected, gradient(i), means);
        assertThat(p.getFirst().tensor().toDoubleArray())
            .as("step %d", i)
            .containsExactly(expected, within(1e-12));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("optimizers")
  void goesOnFromItsStateAsIfItHadNotStopped(
      String name, Function<List<Parameter>, Optimizer> make, Equation equation) {
    var p = start();
    var q = start();
    try (var first = make.apply(p);
        var second = make.apply(q);
        var _ = Scope.open()) {
      for (int i = 1; i <= STEPS; i++) {
        step(first, p.getFirst().tensor(), i);
        if (i == STEPS / 2) {
          q.getFirst().tensor().detach().copy_(p.getFirst().tensor());
          second.load(first.stateDict());
        } else if (i > STEPS / 2) {
          step(second, q.getFirst().tensor(), i);
        }
      }
      assertThat(q.getFirst().tensor().equal(p.getFirst().tensor())).isTrue();
    }
  }

  static Stream<BiFunction<List<Parameter>, Double, Optimizer>> makers() {
    return Stream.of(NAdam::new, RAdam::new, Lion::new, Lamb::new);
  }

  @ParameterizedTest
  @MethodSource("makers")
  void aQuadraticIsDescended(BiFunction<List<Parameter>, Double, Optimizer> make) {
    var p = start();
    var x = p.getFirst().tensor();
    try (var optimizer = make.apply(p, 0.02);
        var _ = Scope.open()) {
      double before = x.square().sum().item();
      for (int i = 0; i < 400; i++) {
        optimizer.zeroGrad();
        x.square().sum().backward();
        optimizer.step();
      }
      assertThat(x.square().sum().item()).isLessThan(before / 20);
    }
  }

  @Test
  void aParameterOfZerosTakesLambsStepAsItIs() {
    var zero = new Parameter("zero", Tensor.zeros(2).requiresGrad(true));
    try (var optimizer = new Lamb(List.of(zero), LR);
        var _ = Scope.open()) {
      zero.tensor().sum().backward();
      optimizer.step();
      assertThat(zero.tensor().toDoubleArray())
          .containsExactly(new double[] {-LR, -LR}, within(1e-6));
      zero.tensor().detach().zero_();
      zero.tensor().grad().zero_();
      try (var still = new Lamb(List.of(zero), LR)) {
        still.step();
      }
      assertThat(zero.tensor().toDoubleArray()).containsExactly(0, 0);
    }
  }

  @Test
  void wrongHyperParametersAreRefused() {
    assertThatThrownBy(() -> new Lion(start(), LR, o -> o.betas(1, 0.9)))
        .isInstanceOf(NetException.class)
        .hasMessageContaining("beta1");
    assertThatThrownBy(() -> new RAdam(List.of(new Group(start(), LR)), o -> o.weightDecay(0.1)))
        .isInstanceOf(NetException.class)
        .hasMessageContaining("Each group has its own weight decay");
  }
}
