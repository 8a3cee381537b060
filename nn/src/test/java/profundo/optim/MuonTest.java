package profundo.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import profundo.nn.Linear;
import profundo.nn.NetException;
import profundo.nn.Parameter;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// Muon beside its equations, worked in double precision by loops over numbers.
class MuonTest {
  private static final double LR = 0.02;

  private static double[][] product(double[][] a, double[][] b) {
    var result = new double[a.length][b[0].length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b[0].length; j++) {
        for (int k = 0; k < b.length; k++) {
          result[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return result;
  }

  private static double[][] transposed(double[][] a) {
    var result = new double[a[0].length][a.length];
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < a[0].length; j++) {
        result[j][i] = a[i][j];
      }
    }
    return result;
  }

  /// a · X + (b · A + c · A²) · X with A = X · Xᵀ, five times from X = u / ‖u‖.
  private static double[][] orthogonal(double[][] u) {
    double square = 0;
    for (double[] row : u) {
      for (double one : row) {
        square += one * one;
      }
    }
    var x = new double[u.length][u[0].length];
    for (int i = 0; i < u.length; i++) {
      for (int j = 0; j < u[0].length; j++) {
        x[i][j] = u[i][j] / Math.sqrt(square);
      }
    }
    for (int n = 0; n < 5; n++) {
      var gram = product(x, transposed(x));
      var first = product(gram, x);
      var second = product(gram, first);
      for (int i = 0; i < u.length; i++) {
        for (int j = 0; j < u[0].length; j++) {
          x[i][j] = 3.4445 * x[i][j] - 4.7750 * first[i][j] + 2.0315 * second[i][j];
        }
      }
    }
    return x;
  }

  private static double[] gradient(int step) {
    return new double[] {
      Math.sin(step), 1 - 0.3 * step, Math.cos(2.0 * step), -0.5, 0.1 * step, Math.sin(3.0 * step)
    };
  }

  private static double[][] matrix(double[] numbers, int rows) {
    int columns = numbers.length / rows;
    var result = new double[rows][columns];
    for (int i = 0; i < numbers.length; i++) {
      result[i / columns][i % columns] = numbers[i];
    }
    return result;
  }

  static Stream<Arguments> settings() {
    Consumer<Muon.Options> plain = _ -> {};
    Consumer<Muon.Options> heavy = o -> o.nesterov(false).momentum(0.8).weightDecay(0);
    Consumer<Muon.Options> likeAdam = o -> o.matchRmsAdamW();
    return Stream.of(
        Arguments.of("wide", 2, plain, 0.95, true, 0.1, 1),
        Arguments.of("tall", 3, plain, 0.95, true, 0.1, Math.sqrt(1.5)),
        Arguments.of("without Nesterov", 3, heavy, 0.8, false, 0, Math.sqrt(1.5)),
        Arguments.of("with Adam's rate", 2, likeAdam, 0.95, true, 0.1, 0.2 * Math.sqrt(3)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("settings")
  void everyStepIsTheEquations(
      String name,
      int rows,
      Consumer<Muon.Options> choose,
      double momentum,
      boolean nesterov,
      double decay,
      double scale) {
    var theta = matrix(new double[] {1, -2, 0.5, 3, 0.1, -0.7}, rows);
    int columns = theta[0].length;
    var mean = new double[rows][columns];
    var parameter =
        new Parameter(
            "w",
            Tensor.of(new double[] {1, -2, 0.5, 3, 0.1, -0.7}, rows, columns).requiresGrad(true));
    try (var muon = new Muon(List.of(parameter), LR, choose);
        var _ = Scope.open()) {
      for (int step = 1; step <= 8; step++) {
        var g = matrix(gradient(step), rows);
        var u = new double[rows][columns];
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < columns; j++) {
            mean[i][j] = momentum * mean[i][j] + (1 - momentum) * g[i][j];
            u[i][j] = nesterov ? (1 - momentum) * g[i][j] + momentum * mean[i][j] : mean[i][j];
          }
        }
        var direction = orthogonal(u);
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < columns; j++) {
            theta[i][j] -= LR * decay * theta[i][j] + LR * scale * direction[i][j];
          }
        }
        muon.zeroGrad();
        parameter.tensor().mul(Tensor.of(gradient(step), rows, columns)).sum().backward();
        muon.step();
        for (int i = 0; i < rows; i++) {
          assertThat(parameter.tensor().get(i).toDoubleArray())
              .as("step %d", step)
              .containsExactly(theta[i], within(1e-10));
        }
      }
      assertThat(muon.stateDict().names()).contains("state.w.momentum_buffer");
    }
  }

  /// Jordan et al. 2024: the singular values end between 0.7 and 1.2.
  @Test
  void theStepOfARandomMatrixHasSingularValuesNearOne() {
    var parameter = new Parameter("w", Tensor.zeros(16, 16).requiresGrad(true));
    try (var muon = new Muon(List.of(parameter), 1, o -> o.weightDecay(0));
        var _ = Scope.open()) {
      parameter.tensor().mul(Tensor.ones(16, 16).triu(0)).sum().backward();
      muon.step();
      var gram = parameter.tensor().matmul(parameter.tensor().transpose(0, 1));
      assertThat(gram.diagonal(0, 0, 1).sum().item() / 16).isBetween(0.49, 1.44);
    }
  }

  @Test
  void whatIsNoMatrixAndWrongOptionsAreRefused() {
    try (var net = new Linear(3, 2)) {
      assertThatThrownBy(() -> new Muon(net.parameters(), LR))
          .isInstanceOf(NetException.class)
          .hasMessageContaining("Muon trains matrices, and bias is [2]");
      var weight = net.parameters().subList(0, 1);
      assertThatThrownBy(() -> new Muon(weight, LR, o -> o.iterations(100)))
          .hasMessageContaining("1 to 99");
      assertThatThrownBy(() -> new Muon(weight, LR, o -> o.momentum(1)))
          .hasMessageContaining("below 1");
      assertThatThrownBy(() -> new Muon(weight, LR, o -> o.coefficients(1, Double.NaN, 1)))
          .hasMessageContaining("finite");
      assertThatThrownBy(() -> new Muon(List.of(new Group(weight, LR)), o -> o.weightDecay(0.1)))
          .hasMessageContaining("Each group");
    }
  }
}
