package profundo.optim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.ToDoubleFunction;
import profundo.base.Given;
import profundo.nn.NetException;
import profundo.nn.StateDict;
import profundo.tensor.Grad;
import profundo.tensor.GradientUse;
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
///
/// Parameters of several nets may be in one optimizer; each is there once, and owns its memory. One
/// thread at a time works with an optimizer; another is refused while it does. One of your own
/// extends [ParameterOptimizer].
public abstract sealed class Optimizer implements AutoCloseable
    permits Adadelta, Adagrad, Adam, Lbfgs, ParameterOptimizer, RmsProp, Sam, Sgd {
  private static final String SIZE = "size";

  private final List<GroupState> groups;
  private final String name = getClass().getSimpleName();
  private final InUse use;
  private final List<Tensor> tensors;
  private final boolean sharedNames;

  /// @param names what is remembered of each parameter
  Optimizer(List<Group> groups, List<String> names) {
    Given.require("groups", groups);
    var keys = new Keys();
    this.use = new InUse("The optimizer " + name);
    this.groups =
        groups.stream().map(group -> new GroupState(group, names, keys.of(group))).toList();
    this.sharedNames = keys.shared();
    this.tensors = groups.stream().flatMap(group -> group.tensors().stream()).toList();
    if (groups.stream().allMatch(group -> group.parameters().isEmpty())) {
      throw new NetException("There are no parameters to train: the net has none.");
    }
  }

  /// One that steps by way of another, with the parameters and the state of that.
  Optimizer(Optimizer other) {
    this.use = other.use;
    this.groups = other.groups;
    this.sharedNames = other.sharedNames;
    this.tensors = other.tensors;
  }

  /// Changes the parameters of one group that have gradients.
  abstract void step(GroupState group);

  /// Changes every parameter that has a gradient.
  ///
  /// @throws NetException if another thread is at work with this optimizer, or it [evaluates the
  ///   loss again][#evaluatesAgain()]
  /// @throws profundo.tensor.TensorException if another thread computes, reads or changes the
  ///   gradients of these parameters now
  public final void step() {
    if (evaluatesAgain()) {
      throw new NetException(
          name
              + " evaluates the loss several times in a step: give step(…) a closure that computes"
              + " the loss and its gradients, or let Fit train.");
    }
    alone(() -> {
      stepGroups();
      return 0;
    });
  }

  /// Makes a step with a closure that forgets the gradients, computes the loss and its gradients,
  /// and gives the loss:
  ///
  /// ```java
  /// double loss = optimizer.step(() -> {
  ///   optimizer.zeroGrad();
  ///   var error = net.forward(x).mseLoss(y);
  ///   error.backward();
  ///   return error.item();
  /// });
  /// ```
  ///
  /// [Lbfgs] and [Sam] call it several times, the others once. Each call has a scope of its own.
  /// What it throws leaves the parameters where they were, or where [Lbfgs] had come.
  ///
  /// @return the loss before the step
  /// @throws NetException if another thread is at work with this optimizer
  /// @throws profundo.tensor.TensorException if another thread computes, reads or changes the
  ///   gradients of these parameters now
  public final double step(DoubleSupplier closure) {
    Given.require("closure", closure);
    return alone(() -> stepBy(() -> evaluate(closure)));
  }

  /// Whether a step evaluates the loss several times, and so wants a closure.
  public boolean evaluatesAgain() {
    return false;
  }

  private double alone(DoubleSupplier work) {
    try (var _ = use.begin("step()");
        var _ = GradientUse.change(name + ".step()", tensors);
        var _ = Scope.open();
        var _ = Grad.noGrad()) {
      return work.getAsDouble();
    }
  }

  private static double evaluate(DoubleSupplier closure) {
    try (var _ = Scope.open();
        var _ = Grad.enabled()) {
      return closure.getAsDouble();
    }
  }

  /// A step that evaluates the loss as often as it wants.
  double stepBy(DoubleSupplier closure) {
    double loss = closure.getAsDouble();
    stepGroups();
    return loss;
  }

  final void stepGroups() {
    for (var group : groups) {
      if (!group.isEmpty()) {
        step(group);
      }
    }
  }

  /// What is remembered of all parameters together, by full name.
  Map<String, Tensor> joint() {
    return Map.of();
  }

  /// Whether this is the name of something that may be remembered of all parameters together.
  boolean isJoint(String name) {
    return false;
  }

  /// Checks what is remembered of all parameters together, and gives what takes it up.
  Runnable takingJoint(StateDict state) {
    return () -> {};
  }

  final List<GroupState> states() {
    return groups;
  }

  /// Forgets the gradients of every parameter, so that the next ones start from nothing.
  ///
  /// @throws NetException if another thread is at work with this optimizer
  public final void zeroGrad() {
    try (var _ = use.begin("zeroGrad()");
        var _ = GradientUse.change(name + ".zeroGrad()", tensors)) {
      tensors.forEach(Tensor::zeroGrad);
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
  /// `param_groups.0.lr`: copies, to be written to a file. Where parameters of several nets have
  /// one name, the second is `state.fc1.weight#2.exp_avg`, in the order in which they were given.
  public final StateDict stateDict() {
    try (var _ = use.begin("stateDict()")) {
      var result = new LinkedHashMap<String, Tensor>();
      for (int i = 0; i < groups.size(); i++) {
        var group = groups.get(i);
        result.put(key(i, "lr"), number(group.group(), Group::lr));
        result.put(key(i, "weight_decay"), number(group.group(), Group::weightDecay));
        result.put(key(i, SIZE), Tensor.of(new long[] {group.group().parameters().size()}));
        result.putAll(group.state());
      }
      result.putAll(joint());
      return new StateDict(result);
    }
  }

  /// Goes on from a state that [#stateDict()] gave: the next steps are those that would have
  /// followed it.
  ///
  /// @throws NetException if it belongs to other parameters or another optimizer; nothing is
  ///   changed then
  public final void load(StateDict state) {
    Given.require("state", state);
    try (var _ = use.begin("load()")) {
      requireGroups(state);
      var expected = new ArrayList<Runnable>();
      for (int i = 0; i < groups.size(); i++) {
        var group = groups.get(i);
        double lr = Checks.atLeast("learning rate in the state", state.get(key(i, "lr")).item(), 0);
        double decay =
            Checks.atLeast(
                "weight decay in the state", state.get(key(i, "weight_decay")).item(), 0);
        group.requireFits(state);
        expected.add(() -> {
          group.group().lr(lr);
          group.group().weightDecay(decay);
          group.load(state);
        });
      }
      expected.add(takingJoint(state));
      requireKnown(state);
      expected.forEach(Runnable::run);
    }
  }

  private void requireGroups(StateDict state) {
    boolean counted = state.has(key(0, SIZE));
    if (sharedNames && !counted) {
      throw new NetException(
          "The optimizer's state was written when parameters of one name shared their state, and"
              + " this optimizer has such: start it anew.");
    }
    if (state.has(key(groups.size(), "lr"))) {
      throw new NetException(
          "The optimizer's state has more groups than the " + groups.size() + " of this one.");
    }
    for (int i = 0; counted && i < groups.size(); i++) {
      long size = state.get(key(i, SIZE)).itemLong();
      if (size != groups.get(i).group().parameters().size()) {
        throw new NetException(
            "The optimizer's state is of "
                + size
                + " parameters in group "
                + i
                + ", and this one has "
                + groups.get(i).group().parameters().size()
                + ": it belongs to another model.");
      }
    }
  }

  private void requireKnown(StateDict state) {
    for (var name : state.names()) {
      if (name.startsWith("state.")
          && !isJoint(name)
          && groups.stream().noneMatch(group -> group.knows(name))) {
        boolean ours = groups.stream().anyMatch(group -> group.isOfOurs(name));
        throw new NetException(
            "The optimizer's state has "
                + name
                + ", which "
                + getClass().getSimpleName()
                + (ours
                    ? " does not keep: it is that of another optimizer. Resume with the optimizer"
                        + " that wrote it."
                    : " over these parameters does not: it belongs to another model."));
      }
    }
  }

  private static String key(int group, String name) {
    return "param_groups." + group + "." + name;
  }

  private static Tensor number(Group group, ToDoubleFunction<Group> read) {
    return Tensor.of(new double[] {read.applyAsDouble(group)});
  }

  /// Gives the memory of the state back; the parameters are their net's. A closed optimizer that
  /// steps again starts anew.
  ///
  /// @throws NetException if another thread is at work with this optimizer
  @Override
  public void close() {
    try (var _ = use.begin("close()")) {
      groups.forEach(GroupState::close);
    }
  }
}
