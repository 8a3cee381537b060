package profundo.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;
import profundo.nn.StateDict;
import profundo.nn.Summary;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

class DigitNetsTest {
  /// Section II-B: 340,908 connections, each layer's with a bias for each unit.
  @Test
  void leNet5HasThePapersConnections() {
    try (var net = new LeNet5()) {
      var summary = Summary.of(net, 1, 1, 32, 32);
      var layers = summary.rows().subList(0, summary.rows().size() - 1);
      long biases = layers.stream().mapToLong(row -> row.output().numel()).sum();
      assertThat(summary.multiplyAdds() + biases).isEqualTo(340_908);
      assertThat(summary.rows())
          .extracting(Summary.Row::parameters)
          .containsExactly(156L, 12L, 1516L, 32L, 48_120L, 10_164L, 0L);
      assertThat(summary.parameters()).isEqualTo(net.parameterCount());
    }
  }

  @Test
  void lenet5HasSixtyThousandParameters() {
    assertThat(new LeNet5().parameterCount()).isEqualTo(60_000);
    assertThat(new LeNet5Modern().parameterCount()).isEqualTo(61_706);
    assertThat(new Mlp(Tensor::tanh, 784, 300, 100, 10).parameterCount()).isEqualTo(266_610);
  }

  @Test
  void everyParameterOfLenet5GetsAGradient() {
    Rng.seed(1);
    var net = new LeNet5();
    try (var _ = Scope.open()) {
      var scores = net.forward(Tensor.randn(3, 1, 32, 32));
      assertThat(scores.shape().toArray()).containsExactly(3, 10);
      LeNet5.loss(scores, Tensor.of(new long[] {1, 2, 3}), 1).backward();
      for (var parameter : net.parameters()) {
        assertThat(parameter.tensor().grad().abs().amax().item()).as(parameter.name()).isPositive();
      }
    }
  }

  @Test
  void theLossIsEquationNine() {
    try (var _ = Scope.open()) {
      var scores = Tensor.of(new float[] {-1, -2, -3, -4, -5, -6, -7, -8, -9, -10}, 1, 10);
      double sum = Math.exp(-0.5);
      for (int y = 1; y <= 10; y++) {
        sum += Math.exp(-y);
      }
      var loss = LeNet5.loss(scores, Tensor.of(new long[] {2}), 0.5);
      assertThat(loss.item()).isCloseTo(3 + Math.log(sum), within(1e-5));
    }
  }

  @Test
  void weightsUnderTheNamesOfBeforeAreTaken() {
    try (var net = new LeNet5();
        var other = new LeNet5();
        var _ = Scope.open()) {
      var before = new LinkedHashMap<String, Tensor>();
      net.stateDict()
          .asMap()
          .forEach((name, tensor) ->
              before.put(name.equals("output.codes") ? "codes" : name.replace('.', '_'), tensor));
      assertThat(before).containsKeys("c1_weight", "s2_bias", "c3_weight", "f6_bias", "codes");
      other.load(new StateDict(before));
      var x = Tensor.randn(2, 1, 32, 32);
      assertThat(other.forward(x).equal(net.forward(x))).isTrue();
    }
  }
}
