package profundo.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import profundo.nn.StateDict;
import profundo.tensor.Grad;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

class AlexNetTest {
  @Test
  void itHasThePapersParametersAndShapes() {
    try (var net = new AlexNet(1000);
        var _ = Scope.open();
        var _ = Grad.noGrad()) {
      assertThat(net.parameterCount()).isEqualTo(60_965_224);
      net.eval();
      var pictures = Tensor.rand(2, 3, 227, 227);
      assertThat(net.layer2(pictures).shape().toArray()).containsExactly(2, 256, 27, 27);
      assertThat(net.features(pictures).shape().toArray()).containsExactly(2, 4096);
      assertThat(net.forward(pictures).shape().toArray()).containsExactly(2, 1000);
    }
  }

  /// Whatever is done to the kernels of one half, the other half's maps stay as they are.
  @Test
  void eachHalfSeesItsOwnHalfOnly() {
    Rng.seed(5);
    try (var net = new AlexNet(10);
        var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var pictures = Tensor.rand(1, 3, 227, 227);
      var before = net.layer2(pictures);
      var changed = new LinkedHashMap<>(net.stateDict().asMap());
      var kernels = Objects.requireNonNull(changed.get("conv1.weight")).copy();
      kernels.narrow(0, 48, 48).mul_(-3.0);
      changed.put("conv1.weight", kernels);
      net.load(new StateDict(changed));
      var after = net.layer2(pictures);
      assertThat(after.narrow(1, 0, 128).equal(before.narrow(1, 0, 128))).isTrue();
      assertThat(after.narrow(1, 128, 128).equal(before.narrow(1, 128, 128))).isFalse();
    }
  }

  @Test
  void itBeginsAsThePaperSays() {
    Rng.seed(5);
    try (var net = new AlexNet(10);
        var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var state = net.stateDict();
      for (var layer : List.of("conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8")) {
        var weight = state.get(layer + ".weight");
        assertThat(weight.std().item()).as(layer).isCloseTo(0.01, within(5e-4));
        assertThat(weight.mean().item()).as(layer).isCloseTo(0, within(5e-4));
        boolean isOne = !List.of("conv1", "conv3", "fc8").contains(layer);
        var bias = state.get(layer + ".bias").toFloatArray();
        assertThat(bias).as(layer).containsOnly(isOne ? 1 : 0);
      }
    }
  }

  @Test
  void theActivationIsASwitch() {
    try (var _ = Scope.open();
        var _ = Grad.noGrad();
        var rectified = new AlexNet(10);
        var squashed = new AlexNet(10, Tensor::tanh)) {
      squashed.load(rectified.stateDict());
      var pictures = Tensor.randn(1, 3, 227, 227);
      rectified.eval();
      squashed.eval();
      assertThat(rectified.features(pictures).min().item()).isZero();
      assertThat(squashed.features(pictures).abs().max().item()).isLessThanOrEqualTo(1);
    }
  }
}
