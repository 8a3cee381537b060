package profundo.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import profundo.optim.Group;
import profundo.optim.Lion;
import profundo.optim.ParameterOptimizer;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// An optimizer written outside the library's package, with what everybody has: Lion, which steps
/// as the library's own.
class OwnOptimizerTest {
  private static final class OwnLion extends ParameterOptimizer {
    private OwnLion(List<Group> groups, String... states) {
      super(groups, Decay.OF_PARAMETER, states);
    }

    @Override
    protected void update(State state, Tensor parameter, Tensor gradient) {
      var mean = state.get("exp_avg");
      parameter.add_(mean.mul(0.9).add_(gradient, 0.1).sign(), -state.lr());
      mean.mul_(0.99).add_(gradient, 0.01);
    }
  }

  private static Linear net() {
    Rng.seed(5);
    return new Linear(4, 3);
  }

  private static List<Group> groups(Net net) {
    var parameters = net.parameters();
    return List.of(
        new Group(parameters.subList(0, 1), 0.02, 0.1), new Group(parameters.subList(1, 2), 0.05));
  }

  @Test
  void itIsTrainedResumedAndClosedAsTheLibrarysOwn() {
    try (var mine = net();
        var theirs = net();
        var own = new OwnLion(groups(mine), "exp_avg");
        var lion = new Lion(groups(theirs), _ -> {});
        var again = new OwnLion(groups(mine), "exp_avg");
        var _ = Scope.open()) {
      for (int i = 0; i < 6; i++) {
        var x = Tensor.randn(8, 4);
        var optimizer = i < 3 ? own : again;
        optimizer.zeroGrad();
        mine.forward(x).square().sum().backward();
        optimizer.step();
        lion.zeroGrad();
        theirs.forward(x).square().sum().backward();
        lion.step();
        if (i == 2) {
          again.load(own.stateDict());
        }
      }
      assertThat(mine.weight.sub(theirs.weight).norm().item()).isLessThan(1e-6);
      assertThat(again.stateDict().names())
          .contains("state.weight.exp_avg", "state.bias.step", "param_groups.1.lr");
      assertThat(again.stateDict().get("state.bias.step").itemLong()).isEqualTo(6);
    }
  }

  @Test
  void whatItDidNotNameIsRefused() {
    try (var net = net();
        var _ = Scope.open()) {
      assertThatThrownBy(() -> new OwnLion(groups(net), "step"))
          .hasMessageContaining("step is there");
      assertThatThrownBy(() -> new OwnLion(groups(net), "a.b"))
          .hasMessageContaining("without a dot");
      assertThatThrownBy(() -> new OwnLion(groups(net), "a", "a")).hasMessageContaining("twice");
      try (var optimizer = new OwnLion(groups(net), "mean")) {
        net.forward(Tensor.ones(1, 4)).sum().backward();
        assertThatThrownBy(optimizer::step)
            .isInstanceOf(NetException.class)
            .hasMessageContaining("nothing by the name \"exp_avg\": there is [step, mean]");
      }
    }
  }
}
