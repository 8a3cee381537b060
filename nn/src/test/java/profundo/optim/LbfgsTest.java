package profundo.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import profundo.nn.Linear;
import profundo.nn.NetException;
import profundo.nn.Parameter;
import profundo.nn.StateDict;
import profundo.tensor.DType;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

class LbfgsTest {
  private static final double[] START = {-1.2, 1};

  private static Parameter start() {
    return new Parameter("x", Tensor.of(START).requiresGrad(true));
  }

  /// 100 · (y − x²)² + (1 − x)² (Rosenbrock 1960), 0 at (1, 1).
  private static Tensor rosenbrock(Tensor at) {
    var x = at.get(0);
    var y = at.get(1);
    return y.sub(x.square()).square().mul(100).add(x.neg().add(1).square());
  }

  private static double value(double... at) {
    return 100 * Math.pow(at[1] - at[0] * at[0], 2) + Math.pow(1 - at[0], 2);
  }

  private static double[] slope(double... at) {
    double curve = at[1] - at[0] * at[0];
    return new double[] {-400 * at[0] * curve - 2 * (1 - at[0]), 200 * curve};
  }

  private static double step(Lbfgs lbfgs, Tensor x) {
    return lbfgs.step(() -> {
      lbfgs.zeroGrad();
      var loss = rosenbrock(x);
      loss.backward();
      return loss.item();
    });
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1];
  }

  /// The approximation of the inverse Hessian as a matrix (Nocedal & Wright 2006, equations 7.16 to
  /// 7.20): from γ · I, each pair makes (I − ρ · s · yᵀ) · H · (I − ρ · y · sᵀ) + ρ · s · sᵀ of H.
  private static double[][] inverseHessian(List<double[][]> pairs) {
    var newest = pairs.getLast();
    double gamma = dot(newest[0], newest[1]) / dot(newest[1], newest[1]);
    double[][] h = {{gamma, 0}, {0, gamma}};
    for (var pair : pairs) {
      double[] s = pair[0];
      double[] y = pair[1];
      double rho = 1 / dot(s, y);
      var left = new double[2][2];
      for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 2; j++) {
          left[i][j] = (i == j ? 1 : 0) - rho * s[i] * y[j];
        }
      }
      var next = new double[2][2];
      for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 2; j++) {
          next[i][j] = rho * s[i] * s[j];
          for (int a = 0; a < 2; a++) {
            for (int b = 0; b < 2; b++) {
              next[i][j] += left[i][a] * h[a][b] * left[j][b];
            }
          }
        }
      }
      h = next;
    }
    return h;
  }

  private static double[] pathOfTheEquations(int iterations, int history, double lr) {
    var x = START.clone();
    var pairs = new ArrayList<double[][]>();
    for (int k = 0; k < iterations; k++) {
      var g = slope(x);
      double length = k == 0 ? lr * Math.min(1, 1 / (Math.abs(g[0]) + Math.abs(g[1]))) : lr;
      double[][] h = k == 0 ? new double[][] {{1, 0}, {0, 1}} : inverseHessian(pairs);
      double[] s = {-length * dot(h[0], g), -length * dot(h[1], g)};
      x = new double[] {x[0] + s[0], x[1] + s[1]};
      var after = slope(x);
      pairs.addLast(new double[][] {s, {after[0] - g[0], after[1] - g[1]}});
      if (pairs.size() > history) {
        pairs.removeFirst();
      }
    }
    return x;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 12})
  void itsIterationsAreThoseOfTheEquations(int iterations) {
    var x = start();
    try (var lbfgs =
            new Lbfgs(List.of(x), 0.3, o -> o.maxIter(iterations).maxEval(100).historySize(3));
        var _ = Scope.open()) {
      assertThat(step(lbfgs, x.tensor())).isCloseTo(value(START), within(1e-12));
      assertThat(x.tensor().toDoubleArray())
          .containsExactly(pathOfTheEquations(iterations, 3, 0.3), within(1e-9));
    }
  }

  @Test
  void severalStepsAreTheIterationsOfOne() {
    var x = start();
    try (var lbfgs = new Lbfgs(List.of(x), 0.3, o -> o.maxIter(1).historySize(3));
        var _ = Scope.open()) {
      for (int i = 0; i < 12; i++) {
        step(lbfgs, x.tensor());
      }
      assertThat(x.tensor().toDoubleArray())
          .containsExactly(pathOfTheEquations(12, 3, 0.3), within(1e-9));
    }
  }

  @Test
  void theStrongWolfeConditionsHoldOnTheWayToRosenbrocksMinimum() {
    var x = start();
    try (var lbfgs =
            new Lbfgs(
                List.of(x),
                1,
                o -> o.maxIter(1).toleranceGrad(0).toleranceChange(0).strongWolfe());
        var _ = Scope.open()) {
      int steps = 0;
      double[] before = START;
      while (value(before) > 1e-16 && steps < 60) {
        step(lbfgs, x.tensor());
        var now = x.tensor().toDoubleArray();
        double[] moved = {now[0] - before[0], now[1] - before[1]};
        double fall = dot(slope(before), moved);
        assertThat(fall).isNegative();
        assertThat(value(now)).isLessThanOrEqualTo(value(before) + 1e-4 * fall + 1e-15);
        assertThat(Math.abs(dot(slope(now), moved))).isLessThanOrEqualTo(-0.9 * fall + 1e-15);
        before = now;
        steps++;
      }
      assertThat(steps).isBetween(20, 50);
      assertThat(before).containsExactly(new double[] {1, 1}, within(1e-6));
    }
  }

  @Test
  void aLinearModelIsAtItsLeastSquaresAfterOneStep() {
    Rng.seed(2);
    try (var net = new Linear(4, 2);
        var lbfgs =
            new Lbfgs(net.parameters(), 1, o -> o.maxIter(50).toleranceChange(0).strongWolfe());
        var _ = Scope.open()) {
      net.to(DType.FLOAT64);
      var x = Tensor.randn(40, 4).to(DType.FLOAT64);
      var y = Tensor.randn(40, 2).to(DType.FLOAT64);
      lbfgs.step(() -> {
        lbfgs.zeroGrad();
        var loss = net.forward(x).mseLoss(y);
        loss.backward();
        return loss.item();
      });
      var ones = Tensor.cat(1, x, Tensor.ones(40, 1).to(DType.FLOAT64));
      var best = ones.lstsq(y).transpose(0, 1);
      assertThat(net.weight.sub(best.narrow(1, 0, 4)).abs().max().item()).isLessThan(1e-6);
    }
  }

  private static void resumed(Consumer<Lbfgs.Options> choose, Path file) {
    var x = start();
    var y = start();
    try (var first = new Lbfgs(List.of(x), 0.5, choose);
        var second = new Lbfgs(List.of(y), 1, choose);
        var _ = Scope.open()) {
      first.stateDict().write(file);
      second.load(StateDict.read(file));
      for (int i = 0; i < 3; i++) {
        step(first, x.tensor());
      }
      first.stateDict().write(file);
      y.tensor().detach().copy_(x.tensor());
      second.load(StateDict.read(file));
      assertThat(second.lr()).isEqualTo(0.5);
      for (int i = 0; i < 3; i++) {
        step(first, x.tensor());
        step(second, y.tensor());
      }
      assertThat(y.tensor().equal(x.tensor())).isTrue();
      assertThat(second.stateDict().names())
          .contains("state.x.old_dirs", "state.x.n_iter", "state.x.prev_flat_grad");
      assertThat(second.stateDict().get("state.x.func_evals").itemLong())
          .isEqualTo(first.stateDict().get("state.x.func_evals").itemLong());
    }
  }

  @Test
  void goesOnFromAFileAsIfItHadNotStopped(@TempDir Path folder) {
    resumed(o -> o.maxIter(4).strongWolfe(), folder.resolve("wolfe.safetensors"));
    resumed(o -> o.maxIter(2).historySize(2), folder.resolve("fixed.safetensors"));
  }

  @Test
  void theStateOfAnotherModelIsRefusedAndNothingIsChanged() {
    var x = start();
    var wide = new Parameter("x", Tensor.ones(3).to(DType.FLOAT64).requiresGrad(true));
    try (var lbfgs = new Lbfgs(List.of(x), 1, o -> o.maxIter(2));
        var other = new Lbfgs(List.of(wide));
        var few = new Lbfgs(List.of(start()), 1, o -> o.historySize(1));
        var adam = new Adam(List.of(start()), 0.1);
        var _ = Scope.open()) {
      for (int i = 0; i < 3; i++) {
        step(lbfgs, x.tensor());
      }
      var state = lbfgs.stateDict();
      assertThatThrownBy(() -> other.load(state))
          .isInstanceOf(NetException.class)
          .hasMessageContaining("another model");
      assertThatThrownBy(() -> few.load(state)).hasMessageContaining("remembers 1");
      assertThatThrownBy(() -> adam.load(state)).hasMessageContaining("another optimizer");
      assertThat(other.stateDict().names()).noneMatch(name -> name.startsWith("state."));
    }
  }

  @Test
  void whatTheLossThrowsLeavesTheParametersAtTheIterationsBeginning() {
    var x = start();
    var calls = new int[1];
    try (var lbfgs = new Lbfgs(List.of(x), 1, o -> o.strongWolfe());
        var _ = Scope.open()) {
      assertThatThrownBy(() ->
              lbfgs.step(() -> {
                if (++calls[0] == 2) {
                  throw new IllegalStateException("mine");
                }
                lbfgs.zeroGrad();
                var loss = rosenbrock(x.tensor());
                loss.backward();
                return loss.item();
              }))
          .hasMessage("mine");
      assertThat(x.tensor().toDoubleArray()).containsExactly(START);
      step(lbfgs, x.tensor());
      assertThat(value(x.tensor().toDoubleArray())).isLessThan(value(START));
    }
  }

  /// √x is no number left of 0, where the first step from 1 would lead.
  @Test
  void aLossThatIsNoNumberIsAHighOne() {
    var x = new Parameter("x", Tensor.of(new double[] {1}).requiresGrad(true));
    try (var lbfgs = new Lbfgs(List.of(x), 4, o -> o.strongWolfe());
        var _ = Scope.open()) {
      for (int i = 0; i < 5; i++) {
        lbfgs.step(() -> {
          lbfgs.zeroGrad();
          var root = x.tensor().sqrt();
          var loss = root.sub(root.log().mul(0.1)).sum();
          loss.backward();
          return loss.item();
        });
      }
      assertThat(x.tensor().item()).isCloseTo(0.01, within(1e-5));
    }
  }

  @Test
  void aStepWithoutAClosureAndWrongOptionsAreRefused() {
    var x = start();
    var single = new Parameter("y", Tensor.ones(2).requiresGrad(true));
    try (var lbfgs = new Lbfgs(List.of(x));
        var mixed = new Lbfgs(List.of(x, single))) {
      assertThatThrownBy(lbfgs::step)
          .isInstanceOf(NetException.class)
          .hasMessageContaining("Lbfgs evaluates the loss several times in a step");
      assertThatThrownBy(() -> mixed.step(() -> 0))
          .hasMessageContaining("y is FLOAT32 on cpu where x is FLOAT64");
      lbfgs.groups().getFirst().weightDecay(0.1);
      assertThatThrownBy(() -> lbfgs.step(() -> 0)).hasMessageContaining("no weight decay");
    }
    assertThatThrownBy(() -> new Lbfgs(List.of(x), 1, o -> o.maxIter(0)))
        .isInstanceOf(NetException.class);
    assertThatThrownBy(() -> new Lbfgs(List.of(x), 1, o -> o.historySize(0)))
        .isInstanceOf(NetException.class);
    assertThatThrownBy(() -> new Lbfgs(List.of(x), 1, o -> o.toleranceGrad(-1)))
        .isInstanceOf(NetException.class);
  }
}
