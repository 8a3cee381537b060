package profundo.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import profundo.nn.Linear;
import profundo.nn.Net;
import profundo.nn.NetException;
import profundo.nn.Parameter;
import profundo.nn.StateDict;
import profundo.tensor.DType;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

class SharedParametersTest {
  private static List<Parameter> of(Net... nets) {
    return Stream.of(nets).flatMap(net -> net.parameters().stream()).toList();
  }

  private static void step(Optimizer optimizer, Linear... nets) {
    optimizer.zeroGrad();
    try (var _ = Scope.open()) {
      for (var net : nets) {
        net.forward(Tensor.ones(1, 2)).square().sum().backward();
      }
    }
    optimizer.step();
  }

  @Test
  void severalNetsKeepAStateEach() {
    try (var a = new Linear(2, 2);
        var b = new Linear(2, 2);
        var c = new Linear(2, 2);
        var d = new Linear(2, 2);
        var adam = new Adam(of(a, b), 0.1);
        var resumed = new Adam(of(c, d), 0.1)) {
      step(adam, a, b);
      step(adam, b);
      var state = adam.stateDict();
      assertThat(state.names())
          .contains("state.weight.exp_avg", "state.bias.step", "state.weight#2.exp_avg");
      assertThat(state.get("state.weight.step").item()).isEqualTo(1);
      assertThat(state.get("state.weight#2.step").item()).isEqualTo(2);
      c.load(a.stateDict());
      d.load(b.stateDict());
      resumed.load(state);
      step(adam, a, b);
      step(resumed, c, d);
      assertThat(c.weight.equal(a.weight) && d.weight.equal(b.weight)).isTrue();
    }
  }

  @Test
  void aParameterIsGivenOnce() {
    try (var net = new Linear(2, 2)) {
      assertThatThrownBy(() -> new Adam(of(net, net), 0.1))
          .isInstanceOf(NetException.class)
          .hasMessageStartingWith("The parameter weight is given to the optimizer twice");
      var groups = List.of(new Group(of(net), 0.1), new Group(of(net).subList(1, 2), 0.2));
      assertThatThrownBy(() -> new Sgd(groups, _ -> {}))
          .hasMessageStartingWith("The parameter bias is given to the optimizer twice");
    }
  }

  @Test
  void whatCannotBeSteppedIsRefused() {
    var whole = Tensor.ones(4, 2);
    var computed = Tensor.ones(2).requiresGrad(true).mul(2);
    for (var bad :
        List.of(
            whole.narrow(0, 0, 2),
            Tensor.ones(1).expand(3),
            computed,
            Tensor.of(new long[] {1, 2}))) {
      assertThatThrownBy(() -> new Sgd(List.of(new Parameter("w", bad)), 0.1))
          .isInstanceOf(NetException.class)
          .hasMessageStartingWith("The parameter w");
    }
  }

  @Test
  void aParameterThatChangedItsMemoryOrTypeIsRefused() {
    try (var net = new Linear(2, 2);
        var other = new Linear(2, 2);
        var sgd = new Sgd(net.parameters(), 0.1);
        var adam = new Adam(other.parameters(), 0.1)) {
      step(sgd, net);
      net.forward(Tensor.ones(1, 2)).sum().backward();
      net.weight.setData(Tensor.ones(1, 2).expand(2, 2));
      assertThatThrownBy(sgd::step).hasMessageContaining("repeats numbers or leaves gaps");
      step(adam, other);
      other.to(DType.FLOAT64);
      other.forward(Tensor.ones(1, 2).to(DType.FLOAT64)).sum().backward();
      assertThatThrownBy(adam::step).hasMessageContaining("make the optimizer after net.to(…)");
    }
  }

  @Test
  void anEmptyGroupBesideAnotherIsNoMatter() {
    try (var net = new Linear(2, 2);
        var adam = new Adam(List.of(new Group(List.of(), 0.1), new Group(of(net), 0.1)), _ -> {})) {
      step(adam, net);
      var state = adam.stateDict();
      adam.load(state);
      assertThat(state.get("state.weight.step").item()).isEqualTo(1);
    }
  }

  @Test
  void theStateOfOthersIsRefusedAndNothingIsChanged() {
    try (var net = new Linear(2, 2);
        var wide = new Linear(2, 2);
        var adam = new Adam(net.parameters(), 0.1);
        var sgd = new Sgd(net.parameters(), 0.5);
        var momentum = new Sgd(net.parameters(), 0.5, o -> o.momentum(0.9));
        var other =
            new Adam(
                List.of(
                    new Parameter("x", wide.weight),
                    new Parameter("y", Objects.requireNonNull(wide.bias))),
                1);
        var groups =
            new Adam(
                List.of(
                    new Group(net.parameters().subList(0, 1), 0.1),
                    new Group(net.parameters().subList(1, 2), 0.1)),
                _ -> {})) {
      step(adam, net);
      step(other, wide);
      for (var target : List.of(sgd, momentum)) {
        assertThatThrownBy(() -> target.load(adam.stateDict()))
            .hasMessageContaining("state.weight.exp_avg")
            .hasMessageContaining("another optimizer");
        assertThat(target.lr()).isEqualTo(0.5);
      }
      assertThatThrownBy(() -> adam.load(other.stateDict()))
          .hasMessageContaining("state.x.exp_avg")
          .hasMessageContaining("another model");
      assertThat(adam.lr()).isEqualTo(0.1);
      assertThatThrownBy(() -> adam.load(groups.stateDict())).hasMessageContaining("more groups");
      assertThatThrownBy(() -> groups.load(adam.stateDict())).hasMessageContaining("group 0");
      var less = new Adam(net.parameters().subList(0, 1), 0.1);
      assertThatThrownBy(() -> adam.load(less.stateDict()))
          .hasMessageContaining("1 parameters in group 0");
    }
  }

  @Test
  void aStateWithoutSizesIsReadAsBefore() {
    try (var net = new Linear(2, 2);
        var a = new Linear(2, 2);
        var adam = new Adam(net.parameters(), 0.1);
        var again = new Adam(net.parameters(), 0.3);
        var both = new Adam(of(net, a), 0.3)) {
      step(adam, net);
      var old = new java.util.LinkedHashMap<>(adam.stateDict().asMap());
      old.remove("param_groups.0.size");
      again.load(new StateDict(old));
      assertThat(again.lr()).isEqualTo(0.1);
      assertThat(again.stateDict().get("state.weight.step").item()).isEqualTo(1);
      assertThatThrownBy(() -> both.load(new StateDict(old))).hasMessageContaining("start it anew");
    }
  }

  @Test
  void hyperparametersThatWouldNotBeUsedAreRefused() {
    try (var net = new Linear(2, 2)) {
      var groups = List.of(new Group(of(net), 0.1));
      assertThatThrownBy(() -> new Adam(groups, o -> o.weightDecay(0.1)))
          .hasMessageContaining("Each group has its own weight decay");
      assertThatThrownBy(() -> new Sgd(groups, o -> o.nesterov())).hasMessageContaining("momentum");
      assertThatThrownBy(() -> new Sgd(of(net), Double.POSITIVE_INFINITY))
          .hasMessageContaining("learning rate");
    }
  }

  static final class Tied extends Net {
    final Linear in = new Linear(1, 1, false);
    final Linear out = in;
  }

  @Test
  void sharedWeightsAreAveragedOnce() {
    try (var net = new Tied();
        var average = WeightAverage.mean(net)) {
      for (double value : new double[] {1, 2, 6}) {
        set(net, value);
        average.update();
      }
      try (var swap = average.swapIn()) {
        assertThat(net.in.weight.item()).isCloseTo(3, offset(1e-6));
        assertThatThrownBy(average::update).hasMessageContaining("in the net's place");
        assertThatThrownBy(average::swapIn).hasMessageContaining("in the net's place");
        assertThat(average.stateDict().get("in.weight").item()).isCloseTo(3, offset(1e-6));
        assertThat(swap).isNotNull();
      }
      assertThat(net.in.weight.item()).isEqualTo(6);
      assertThatThrownBy(
              () -> average.load(new StateDict(Map.of("n_averaged", Tensor.of(new long[] {9})))))
          .hasMessageContaining("missing");
      assertThat(average.stateDict().get("n_averaged").itemLong()).isEqualTo(3);
    }
  }

  private static void set(Tied net, double value) {
    try (var _ = Grad.noGrad()) {
      net.in.weight.fill_(value);
    }
  }

  @Test
  void clippingTakesWhatIsThere() {
    try (var net = new Linear(2, 2)) {
      assertThat(Clip.norm(net.parameters(), 1)).isZero();
      Clip.value(net.parameters(), 1);
      assertThatThrownBy(() -> Clip.norm(net.parameters(), Double.NaN))
          .hasMessageContaining("above 0, not NaN");
      assertThatThrownBy(() -> Clip.value(net.parameters(), -1)).hasMessageContaining("above 0");
      assertThatThrownBy(() -> Clip.rows(net.parameters().get(1), 1)).hasMessageContaining("bias");
      net.forward(Tensor.ones(1, 2)).sum().backward();
      double once = Clip.norm(net.parameters(), Double.POSITIVE_INFINITY);
      assertThat(Clip.norm(of(net, net), Double.POSITIVE_INFINITY)).isEqualTo(once);
    }
  }
}
