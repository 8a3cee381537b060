package profundo.optim;

import java.util.List;
import java.util.function.Consumer;
import profundo.base.Given;
import profundo.nn.NetException;
import profundo.nn.Parameter;

/// Stochastic gradient descent, with momentum (Polyak 1964) and Nesterov's form of it (Sutskever et
/// al. 2013): b ← μ · b + (1 − d) · g, θ ← θ − lr · b.
public final class Sgd extends Optimizer {
  private final Options options;

  /// What can be chosen; everything is 0 or off unless said.
  public static final class Options {
    private double momentum;
    private double dampening;
    private double weightDecay;
    private boolean nesterov;

    private Options() {}

    private static Options of(Consumer<Options> choose) {
      Given.require("choose", choose);
      var options = new Options();
      choose.accept(options);
      if (options.nesterov && (options.momentum == 0 || options.dampening != 0)) {
        throw new NetException("Nesterov's form wants a momentum above 0 and no dampening.");
      }
      return options;
    }

    private static Options ofGroups(Consumer<Options> choose) {
      var options = of(choose);
      Checks.noDecay(options.weightDecay);
      return options;
    }

    /// How much of the last change goes on, μ.
    public Options momentum(double momentum) {
      this.momentum = Checks.atLeast("momentum", momentum, 0);
      return this;
    }

    /// How much of the gradient is kept out of the momentum, d; not with Nesterov's form.
    public Options dampening(double dampening) {
      this.dampening = Checks.atLeast("dampening", dampening, 0);
      return this;
    }

    /// λ: adds λ · θ to the gradient.
    public Options weightDecay(double weightDecay) {
      this.weightDecay = Checks.atLeast("weight decay", weightDecay, 0);
      return this;
    }

    /// Looks ahead by the momentum: θ ← θ − lr · (g + μ · b).
    public Options nesterov() {
      this.nesterov = true;
      return this;
    }
  }

  /// Plain descent.
  public Sgd(List<Parameter> parameters, double lr) {
    this(parameters, lr, _ -> {});
  }

  /// With options; the weight decay among them is that of all parameters.
  public Sgd(List<Parameter> parameters, double lr, Consumer<Options> choose) {
    var options = Options.of(choose);
    this(List.of(new Group(parameters, lr, options.weightDecay)), options);
  }

  /// Over groups, each with its own learning rate and weight decay.
  ///
  /// @throws profundo.nn.NetException if the options have a weight decay too
  public Sgd(List<Group> groups, Consumer<Options> choose) {
    this(groups, Options.ofGroups(choose));
  }

  private Sgd(List<Group> groups, Options options) {
    super(groups, options.momentum == 0 ? List.of() : List.of("momentum_buffer"));
    this.options = options;
  }

  @Override
  void step(GroupState state) {
    var fused = state.fused();
    var present = fused.gather();
    var group = state.group();
    boolean first = options.momentum != 0 && !state.anyStarted();
    if (!first && options.momentum != 0 && options.dampening != 0) {
      startLate(state, present);
    }
    state.count(present);
    fused.sgd(
        group.lr(),
        options.momentum,
        options.dampening,
        group.weightDecay(),
        options.nesterov,
        first);
  }

  /// A buffer starts as the gradient itself. For a parameter whose first gradient comes later than
  /// the others', it is set so that the kernel's μ · b + (1 − d) · g gives g.
  private void startLate(GroupState state, boolean[] present) {
    for (int i = 0; i < present.length; i++) {
      if (present[i] && !state.started(i)) {
        var parameter = state.group().parameters().get(i).tensor();
        state
            .state("momentum_buffer")
            .get(i)
            .copy_(parameter.grad())
            .add_(parameter.detach(), state.group().weightDecay())
            .mul_(options.dampening / options.momentum);
      }
    }
  }
}
