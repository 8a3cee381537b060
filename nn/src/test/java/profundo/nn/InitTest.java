package profundo.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;

class InitTest {
  private Scope scope;

  @BeforeEach
  void open() {
    scope = Scope.open();
    Rng.seed(11);
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private static double std(Tensor weight) {
    return weight.std(false).item();
  }

  @Test
  void glorotAndHeHaveTheVariancesOfTheirPapers() {
    double glorot = Math.sqrt(2.0 / (200 * 9 + 300 * 9));
    assertThat(std(Init.xavierUniform(Tensor.zeros(300, 200, 3, 3), 1)))
        .isCloseTo(glorot, offset(0.001 * glorot * 10));
    assertThat(std(Init.xavierNormal(Tensor.zeros(300, 200, 3, 3), Gain.TANH)))
        .isCloseTo(glorot * 5 / 3, offset(0.01 * glorot));
    double he = Math.sqrt(2.0 / 200);
    assertThat(std(Init.kaimingNormal(Tensor.zeros(300, 200), Gain.RELU, Init.Fan.IN)))
        .isCloseTo(he, offset(0.01 * he));
    double out = Math.sqrt(2.0 / 300);
    assertThat(std(Init.kaimingUniform(Tensor.zeros(300, 200), Gain.RELU, Init.Fan.OUT)))
        .isCloseTo(out, offset(0.01 * out));
    assertThatThrownBy(() -> Init.xavierUniform(Tensor.zeros(3), 1)).hasMessageContaining("[3]");
  }

  @ParameterizedTest
  @CsvSource({"5,3", "3,5", "4,4"})
  void orthogonalWeightsHaveOrthonormalRowsOrColumns(long rows, long columns) {
    var w = Init.orthogonal(Tensor.zeros(rows, columns), 2);
    var product = rows < columns ? w.matmul(w.t()) : w.t().matmul(w);
    var eye = Tensor.ones(Math.min(rows, columns)).diag();
    Reference.assertClose(product, eye.mul(4));
  }

  @Test
  void truncatedDrawsStayWithinTheirLimits() {
    var w = Init.truncatedNormal(Tensor.zeros(10000), 0, 1, -1, 2);
    assertThat(w.amin().item()).isGreaterThanOrEqualTo(-1);
    assertThat(w.amax().item()).isLessThanOrEqualTo(2);
    assertThat(w.mean().item()).isCloseTo(0.2296, offset(0.03));
  }

  /// Of the half-normal beyond 4 the mean is φ(4) / (1 − Φ(4)) = 4.2256.
  @Test
  void truncatedDrawsComeFromTheTailToo() {
    var w = Init.truncatedNormal(Tensor.zeros(10000), 1, 2, 9, Double.POSITIVE_INFINITY);
    assertThat(w.amin().item()).isGreaterThanOrEqualTo(9);
    assertThat(w.mean().item()).isCloseTo(1 + 2 * 4.2256, offset(0.02));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 7, 8", "0, 1, 4.9, 4.9000001", "0, 1, 1, 1", "0, 1, 2, 1", "0, 0, -1, 1",
    "0, -1, -1, 1", "0, NaN, -1, 1", "NaN, 1, -1, 1", "0, 1, NaN, 1", "0, 1e300, -1, 1"
  })
  void limitsBetweenWhichNothingFallsAreRefused(double mean, double std, double low, double high) {
    var w = Tensor.zeros(3);
    assertThatThrownBy(() -> Init.truncatedNormal(w, mean, std, low, high))
        .isInstanceOf(NetException.class)
        .hasMessageContaining("choose wider limits");
    assertThat(w.toFloatArray()).containsOnly(0);
  }

  @Test
  void afterLsuvEveryLayersOutputHasVarianceOne() {
    var net =
        new Sequential(
            new Conv2d(3, 16, 3),
            Tensor::relu,
            new Conv2d(16, 32, 3),
            Tensor::tanh,
            new Flatten(),
            new Linear(32 * 8 * 8, 50),
            Tensor::relu,
            new Linear(50, 10));
    var x = Tensor.randn(64, 3, 12, 12).mul(5).add(1);
    Lsuv.init(() -> net.forward(x));
    var variances = new ArrayList<Double>();
    Watch.during(
        () -> net.forward(x),
        (layer, _, output) -> {
          if (layer.stateDict().has("weight")) {
            variances.add(output.var(false).item());
          }
        });
    assertThat(variances).hasSize(4).allSatisfy(v -> assertThat(v).isCloseTo(1, offset(0.1)));
  }

  /// torch.nn.init.calculate_gain, PyTorch 1.13.
  @Test
  void gainsAreThoseOfPyTorchsTable() {
    assertThat(Gain.LINEAR).isEqualTo(1);
    assertThat(Gain.SIGMOID).isEqualTo(1);
    assertThat(Gain.TANH).isCloseTo(1.6666666666666667, offset(1e-15));
    assertThat(Gain.RELU).isCloseTo(1.4142135623730951, offset(1e-15));
    assertThat(Gain.SELU).isEqualTo(0.75);
    assertThat(Gain.leakyRelu(0.2)).isCloseTo(1.3867504905630728, offset(1e-15));
  }

  @Test
  void plainDrawsFillTheWeightAndLeaveNoGraph() {
    var weight = Tensor.zeros(400, 50).requiresGrad(true);
    assertThat(Init.constant(weight, 3).amin().item()).isEqualTo(3);
    assertThat(Init.uniform(weight, 2, 4).mean().item()).isCloseTo(3, offset(0.03));
    assertThat(weight.amin().item()).isBetween(2.0, 2.01);
    assertThat(std(Init.normal(weight, 1, 0.5))).isCloseTo(0.5, offset(0.02));
    assertThat(weight.isLeaf()).isTrue();
    assertThatThrownBy(() -> Init.orthogonal(Tensor.zeros(0, 3), 1)).hasMessageContaining("[0, 3]");
    assertThatThrownBy(() -> Init.kaimingNormal(Tensor.zeros(3, 0), 1, Init.Fan.IN))
        .isInstanceOf(ShapeException.class);
  }
}
