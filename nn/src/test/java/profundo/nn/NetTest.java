package profundo.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import profundo.tensor.DType;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

class NetTest {
  static class Block extends Net implements Layer {
    final Tensor scaleFactor = parameter(Tensor.ones(2));
    final Linear inner = new Linear(2, 2);

    @Override
    public Tensor forward(Tensor x) {
      return inner.forward(x).mul(scaleFactor);
    }
  }

  static final class Model extends Block {
    final List<Block> layers = List.of(new Block(), new Block());
    final @Nullable Block absent = null;
    final Layer nonlinearity = Tensor::relu;
    final Layer last = new Linear(2, 3, false);
    final Sequential selfAttn = new Sequential(new Linear(2, 2), Tensor::relu, new Linear(2, 1));
    final Tensor runningMean = buffer(Tensor.zeros(2));
    final Tensor mask = constant(Tensor.ones(2, 2));
    final Linear same = inner;

    @Override
    public Tensor forward(Tensor x) {
      return last.forward(layers.get(1).forward(super.forward(x)).add(runningMean).matmul(mask));
    }
  }

  @Test
  void namesAreTheFieldsInOrderAsPythonWritesThem() {
    try (var model = new Model()) {
      assertThat(model.stateDict().names())
          .containsExactly(
              "scale_factor",
              "running_mean",
              "inner.weight",
              "inner.bias",
              "layers.0.scale_factor",
              "layers.0.inner.weight",
              "layers.0.inner.bias",
              "layers.1.scale_factor",
              "layers.1.inner.weight",
              "layers.1.inner.bias",
              "last.weight",
              "self_attn.0.weight",
              "self_attn.0.bias",
              "self_attn.2.weight",
              "self_attn.2.bias",
              "same.weight",
              "same.bias");
      assertThat(model.parameterCount()).isEqualTo(3 * 8 + 6 + 6 + 3);
      assertThat(model.buffers()).extracting(Parameter::name).containsExactly("running_mean");
    }
  }

  @Test
  void aNetOutlivesTheScopeItWasMadeIn() {
    Model model;
    try (var scope = Scope.open()) {
      model = new Model();
      assertThat(scope.size()).isZero();
    }
    try (var _ = Scope.open()) {
      assertThat(model.forward(Tensor.ones(4, 2)).shape().toArray()).containsExactly(4, 3);
    }
    model.close();
    assertThatThrownBy(() -> model.forward(Tensor.ones(4, 2)))
        .hasMessageContaining("close() was called on it");
  }

  @Test
  void aWrongInputIsNamedByThePathOfTheLayer() {
    try (var model = new Model()) {
      assertThatThrownBy(() -> model.layers.get(1).inner.forward(Tensor.ones(4, 3)))
          .hasMessage(
              "model.layers.1.inner (Linear 2→2): input has 3 features, 2 expected: x is [4, 3]");
      assertThat(model.layers.get(1).path()).isEqualTo("layers.1");
      assertThat(model.path()).isEmpty();
    }
  }

  @Test
  void modesReachEveryNet() {
    try (var model = new Model()) {
      model.eval();
      assertThat(model.layers.getFirst().inner.training()).isFalse();
      model.train();
      assertThat(model.layers.getFirst().inner.training()).isTrue();
      model.freeze();
      assertThat(model.parameterCount()).isZero();
      assertThat(model.unfreeze().parameterCount()).isPositive();
    }
  }

  @Test
  void changingTheTypeKeepsTheTensorsThemselves() {
    try (var model = new Model();
        var _ = Scope.open()) {
      var weight = model.inner.weight;
      model.forward(Tensor.ones(1, 2)).sum().backward();
      model.to(DType.FLOAT64);
      assertThat(weight.dtype()).isEqualTo(DType.FLOAT64);
      assertThat(model.mask.dtype()).isEqualTo(DType.FLOAT64);
      assertThat(weight.hasGrad()).isFalse();
      model.forward(Tensor.ones(1, 2).to(DType.FLOAT64)).sum().backward();
      assertThat(weight.grad().dtype()).isEqualTo(DType.FLOAT64);
      model.zeroGrad();
      assertThat(weight.hasGrad()).isFalse();
    }
  }

  @Test
  void loadingFitsWhollyOrChangesNothing() {
    try (var model = new Model();
        var other = new Model()) {
      model.load(other.stateDict());
      assertThat(model.inner.weight.equal(other.inner.weight)).isTrue();
      var before = model.inner.weight.toFloatArray();
      var part = new Sequential(new Linear(2, 2)).stateDict().prefixed("self_attn.");
      assertThatThrownBy(() -> model.load(part))
          .isInstanceOf(NetException.class)
          .hasMessageContaining("missing: scale_factor, running_mean")
          .hasMessageContaining("and 9 more");
      model.load(part, false);
      assertThat(model.selfAttn.stateDict().get("0.weight").equal(part.get("self_attn.0.weight")))
          .isTrue();
      var wrong = new StateDict(java.util.Map.of("inner.weight", Tensor.zeros(5, 2)));
      assertThatThrownBy(() -> model.load(wrong, false))
          .hasMessageContaining("inner.weight is [5, 2] and should be [2, 2]");
      assertThat(model.inner.weight.toFloatArray()).containsExactly(before);
    }
  }

  @Test
  void aParameterThatNoFieldHoldsIsAnError() {
    var net =
        new Net() {
          void forget() {
            parameter(Tensor.ones(3));
          }
        };
    net.forget();
    assertThatThrownBy(net::parameters).hasMessageContaining("assign it to a field");
  }
}
