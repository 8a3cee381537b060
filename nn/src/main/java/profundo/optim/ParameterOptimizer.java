package profundo.optim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import profundo.base.Given;
import profundo.nn.NetException;
import profundo.tensor.Tensor;

/// An optimizer of your own: it names what it remembers of a parameter, and says how one parameter
/// changes by its gradient.
///
/// ```java
/// final class SignDescent extends ParameterOptimizer {
///   SignDescent(List<Parameter> parameters, double lr) {
///     super(List.of(new Group(parameters, lr)), Decay.OF_GRADIENT, "exp_avg");
///   }
///
///   @Override
///   protected void update(State state, Tensor parameter, Tensor gradient) {
///     var mean = state.get("exp_avg").lerp_(gradient, 0.1);
///     parameter.add_(mean.sign(), -state.lr());
///   }
/// }
/// ```
///
/// Groups, rates, weight decay, the state dict, resumption and the refusal of a second thread come
/// with it. Updates run inside [profundo.tensor.Grad#noGrad()] and a scope of the step's own, so
/// that what they compute on the way is given back.
public abstract non-sealed class ParameterOptimizer extends Optimizer {
  private final Decay decay;

  /// How a group's weight decay λ changes a parameter θ.
  public enum Decay {
    /// λ · θ is added to the gradient, which [#update] gets so.
    OF_GRADIENT,
    /// lr · λ · θ is taken off the parameter before [#update] (Loshchilov & Hutter 2019).
    OF_PARAMETER,
    /// [#update] sees to it, by [State#weightDecay()].
    OWN
  }

  /// What is remembered of one parameter, and the rates of its group.
  public static final class State {
    private final GroupState group;
    private final int index;

    private State(GroupState group, int index) {
      this.group = group;
      this.index = index;
    }

    /// A tensor of the parameter's shape, zeros before its first step, to be changed in place.
    ///
    /// @throws NetException if the constructor did not name it
    public Tensor get(String name) {
      Given.require("name", name);
      return group.named(name, index);
    }

    /// The number of this step of this parameter, from 1.
    public long step() {
      return group.stepsOf(index);
    }

    /// The learning rate of the parameter's group.
    public double lr() {
      return group.group().lr();
    }

    /// The weight decay of the parameter's group.
    public double weightDecay() {
      return group.group().weightDecay();
    }
  }

  /// @param states the names of what is remembered of each parameter, as they stand in the state
  ///   dict; `step` is there without being named
  /// @throws NetException if a name is empty, `step`, has a dot, or is there twice; if a parameter
  ///   is in two groups, or there is none
  protected ParameterOptimizer(List<Group> groups, Decay decay, String... states) {
    super(groups, names(states));
    this.decay = decay;
  }

  private static List<String> names(String... states) {
    var seen = new HashSet<String>();
    for (var state : states) {
      if (state.isEmpty() || state.contains(".") || state.equals(GroupState.STEP)) {
        throw new NetException(
            "An optimizer's state cannot be named \""
                + state
                + "\": a name is a word without a dot, and step is there already.");
      }
      if (!seen.add(state)) {
        throw new NetException("An optimizer's state is named " + state + " twice.");
      }
    }
    var all = new ArrayList<>(List.of(GroupState.STEP));
    all.addAll(List.of(states));
    return all;
  }

  /// Changes a parameter in place by its gradient, which is to be left as it is.
  protected abstract void update(State state, Tensor parameter, Tensor gradient);

  @Override
  final void step(GroupState group) {
    group.eachGradient(
        decay == Decay.OF_GRADIENT,
        (i, parameter, gradient) -> {
          double decayed = group.group().lr() * group.group().weightDecay();
          if (decay == Decay.OF_PARAMETER && decayed != 0) {
            parameter.mul_(1 - decayed);
          }
          update(new State(group, i), parameter, gradient);
        });
  }
}
