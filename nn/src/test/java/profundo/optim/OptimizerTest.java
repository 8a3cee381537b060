package profundo.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import profundo.nn.Linear;
import profundo.nn.NetException;
import profundo.nn.Parameter;
import profundo.nn.Reference;
import profundo.nn.StateDict;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

class OptimizerTest {
  private static Arguments with(String name, Function<List<Parameter>, Optimizer> make) {
    return Arguments.of(name, make);
  }

  static Stream<Arguments> optimizers() {
    return Stream.of(
        with("sgd", p -> new Sgd(p, 0.1)),
        with(
            "sgdMomentum",
            p -> new Sgd(p, 0.1, o -> o.momentum(0.9).dampening(0.1).weightDecay(0.01))),
        with("sgdNesterov", p -> new Sgd(p, 0.1, o -> o.momentum(0.9).nesterov())),
        with("adam", p -> new Adam(p, 0.1, o -> o.weightDecay(0.01))),
        with("amsgrad", p -> new Adam(p, 0.1, o -> o.betas(0.8, 0.9).amsgrad())),
        with("adamW", p -> Adam.adamW(p, 0.1)),
        with("adagrad", p -> new Adagrad(p, 0.1, o -> o.lrDecay(0.1).weightDecay(0.01))),
        with("rmsProp", p -> new RmsProp(p, 0.1, o -> o.weightDecay(0.01))),
        with(
            "rmsPropCentered",
            p -> new RmsProp(p, 0.1, o -> o.alpha(0.9).momentum(0.9).centered())),
        with("adadelta", p -> new Adadelta(p, 0.5, o -> o.weightDecay(0.01))));
  }

  private static List<Parameter> start() {
    return List.of(
        new Parameter("p", Reference.get("optim.start").detach().copy().requiresGrad(true)));
  }

  /// The gradient of the sum of g · p is g.
  private static void step(Optimizer optimizer, Tensor p, int i) {
    optimizer.zeroGrad();
    p.mul(Reference.get("optim.grads").get(i)).sum().backward();
    optimizer.step();
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void walksThePathThatPyTorchWalks(String name, Function<List<Parameter>, Optimizer> make) {
    var p = start();
    try (var optimizer = make.apply(p);
        var _ = Scope.open()) {
      for (int i = 0; i < 10; i++) {
        step(optimizer, p.getFirst().tensor(), i);
        assertThat(p.getFirst().tensor().toDoubleArray())
            .as("step %d", i)
            .containsExactly(
                Reference.get("optim." + name).get(i).toDoubleArray(),
                org.assertj.core.data.Offset.offset(1e-6));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void goesOnFromAFileAsIfItHadNotStopped(
      String name, Function<List<Parameter>, Optimizer> make, @TempDir Path folder) {
    var p = start();
    var q = start();
    var file = folder.resolve(name + ".safetensors");
    try (var first = make.apply(p);
        var second = make.apply(q);
        var _ = Scope.open()) {
      for (int i = 0; i < 5; i++) {
        step(first, p.getFirst().tensor(), i);
      }
      first.stateDict().write(file);
      q.getFirst().tensor().detach().copy_(p.getFirst().tensor());
      second.load(StateDict.read(file));
      for (int i = 5; i < 10; i++) {
        step(first, p.getFirst().tensor(), i);
        step(second, q.getFirst().tensor(), i);
      }
      assertThat(q.getFirst().tensor().equal(p.getFirst().tensor())).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void leavesParametersWithoutGradientAsTheyAre(
      String name, Function<List<Parameter>, Optimizer> make) {
    var late = start().getFirst().tensor();
    var early = start().getFirst().tensor();
    var alone = start();
    var before = late.toDoubleArray();
    try (var optimizer =
            make.apply(List.of(new Parameter("late", late), new Parameter("early", early)));
        var single = make.apply(alone);
        var _ = Scope.open()) {
      step(optimizer, early, 0);
      step(optimizer, early, 1);
      assertThat(late.toDoubleArray()).containsExactly(before);
      for (int i = 2; i < 6; i++) {
        optimizer.zeroGrad();
        step(single, alone.getFirst().tensor(), i);
        late.add(early).mul(Reference.get("optim.grads").get(i)).sum().backward();
        optimizer.step();
      }
      assertThat(late.toDoubleArray())
          .as(name)
          .containsExactly(
              alone.getFirst().tensor().toDoubleArray(),
              org.assertj.core.data.Offset.offset(1e-12));
    }
  }

  @Test
  void groupsHaveTheirOwnRates() {
    try (var net = new Linear(3, 2);
        var _ = Scope.open()) {
      var weight = net.parameters().subList(0, 1);
      var bias = net.parameters().subList(1, 2);
      try (var optimizer = new Sgd(List.of(new Group(weight, 0.5), new Group(bias, 0)), _ -> {})) {
        var before = net.stateDict().copy();
        net.forward(Tensor.ones(1, 3)).sum().backward();
        optimizer.step();
        Reference.assertClose(before.get("weight").sub(net.weight), Tensor.full(0.5, 2, 3));
        assertThat(before.get("bias").equal(net.stateDict().get("bias"))).isTrue();
        assertThat(optimizer.stateDict().names())
            .contains("param_groups.0.lr", "param_groups.1.lr");
      }
    }
  }

  @Test
  void theStateIsNamedAsInPyTorchAndBelongsToNoScope() {
    try (var net = new Linear(3, 2);
        var optimizer = new Adam(net.parameters(), 1e-3)) {
      try (var _ = Scope.open()) {
        net.forward(Tensor.ones(1, 3)).sum().backward();
        optimizer.step();
      }
      assertThat(optimizer.stateDict().names())
          .contains("state.weight.exp_avg", "state.weight.exp_avg_sq", "state.weight.step");
      assertThat(optimizer.stateDict().get("state.bias.step").item()).isEqualTo(1);
    }
  }

  @Test
  void theStateOfAnotherModelOrOptimizerIsRefused() {
    try (var net = new Linear(3, 2);
        var other = new Linear(4, 2);
        var adam = new Adam(net.parameters(), 1e-3);
        var rms = new RmsProp(net.parameters(), 1e-3);
        var wrong = new Adam(other.parameters(), 1e-3)) {
      for (var o : List.of(net, other)) {
        o.forward(Tensor.ones(1, o == net ? 3 : 4)).sum().backward();
      }
      adam.step();
      rms.step();
      wrong.step();
      assertThatThrownBy(() -> adam.load(wrong.stateDict()))
          .isInstanceOf(NetException.class)
          .hasMessageContaining("another model");
      assertThatThrownBy(() -> adam.load(rms.stateDict()))
          .hasMessageContaining("another optimizer");
      assertThatThrownBy(() -> adam.load(net.stateDict()))
          .hasMessageContaining("param_groups.0.lr");
    }
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    try (var net = new Linear(3, 2)) {
      assertThatThrownBy(() -> new Sgd(net.parameters(), -1)).hasMessageContaining("learning rate");
      assertThatThrownBy(() -> new Sgd(net.parameters(), Double.NaN)).hasMessageContaining("NaN");
      assertThatThrownBy(() -> new Adam(net.parameters(), 1, o -> o.betas(1, 0.9)))
          .hasMessageContaining("below 1");
      assertThatThrownBy(() -> new Adam(List.of(), 1)).hasMessageContaining("no parameters");
    }
  }

  @Test
  void aClosedOptimizerStartsAnew() {
    try (var net = new Linear(3, 2)) {
      var adam = new Adam(net.parameters(), 0.1);
      net.forward(Tensor.ones(1, 3)).sum().backward();
      adam.step();
      adam.close();
      assertThat(adam.stateDict().names()).noneMatch(name -> name.startsWith("state."));
      adam.step();
      assertThat(adam.stateDict().get("state.bias.step").item()).isEqualTo(1);
      adam.close();
    }
  }
}
