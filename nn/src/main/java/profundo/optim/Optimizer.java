package profundo.optim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.ToDoubleFunction;
import profundo.nn.NetException;
import profundo.nn.StateDict;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// Changes parameters by their gradients.
///
/// ```java
/// optimizer.zeroGrad();
/// loss.backward();
/// optimizer.step();
/// ```
///
/// Formulas, defaults and the names of the state are PyTorch's. The state is made at the first
/// step, on the parameters' device, and belongs to the optimizer, never to a [Scope]. A parameter
/// without a gradient is left as it is.
public abstract sealed class Optimizer implements AutoCloseable
    permits Adadelta, Adagrad, Adam, RmsProp, Sgd {
  private final List<GroupState> groups;

  /// @param names what is remembered of each parameter
  Optimizer(List<Group> groups, List<String> names) {
    this.groups = groups.stream().map(group -> new GroupState(group, names)).toList();
    if (groups.stream().allMatch(group -> group.parameters().isEmpty())) {
      throw new NetException("There are no parameters to train: the net has none.");
    }
  }

  /// Changes the parameters of one group that have gradients.
  abstract void step(GroupState group);

  /// Changes every parameter that has a gradient.
  public final void step() {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      for (var group : groups) {
        step(group);
      }
    }
  }

  /// Forgets the gradients of every parameter, so that the next ones start from nothing.
  public final void zeroGrad() {
    for (var group : groups) {
      for (var parameter : group.group().parameters()) {
        parameter.tensor().zeroGrad();
      }
    }
  }

  /// The groups, in order.
  public final List<Group> groups() {
    return groups.stream().map(GroupState::group).toList();
  }

  /// The learning rate of the first group.
  public final double lr() {
    return groups.getFirst().group().lr();
  }

  /// Sets the learning rate of every group from the next step on.
  public final void lr(double lr) {
    groups.forEach(group -> group.group().lr(lr));
  }

  /// The state of every parameter, as `state.fc1.weight.exp_avg`, and the rates of every group, as
  /// `param_groups.0.lr`: copies, to be written to a file.
  public final StateDict stateDict() {
    var result = new LinkedHashMap<String, Tensor>();
    for (int i = 0; i < groups.size(); i++) {
      var group = groups.get(i);
      result.put(key(i, "lr"), number(group.group(), Group::lr));
      result.put(key(i, "weight_decay"), number(group.group(), Group::weightDecay));
      result.putAll(group.state());
    }
    return new StateDict(result);
  }

  /// Goes on from a state that [#stateDict()] gave: the next steps are those that would have
  /// followed it.
  ///
  /// @throws NetException if it belongs to other parameters or another optimizer; nothing is
  ///   changed then
  public final void load(StateDict state) {
    var expected = new ArrayList<Runnable>();
    for (int i = 0; i < groups.size(); i++) {
      var group = groups.get(i);
      var lr = state.get(key(i, "lr"));
      var decay = state.get(key(i, "weight_decay"));
      group.requireFits(state);
      expected.add(() -> {
        group.group().lr(lr.item());
        group.group().weightDecay(decay.item());
        group.load(state);
      });
    }
    expected.forEach(Runnable::run);
  }

  private static String key(int group, String name) {
    return "param_groups." + group + "." + name;
  }

  private static Tensor number(Group group, ToDoubleFunction<Group> read) {
    return Tensor.of(new double[] {read.applyAsDouble(group)});
  }

  /// Gives the memory of the state back; the parameters are their net's.
  @Override
  public void close() {
    groups.forEach(GroupState::close);
  }
}
