package profundo.optim;

import java.util.List;
import java.util.function.Consumer;
import profundo.base.Given;
import profundo.nn.Parameter;
import profundo.tensor.Tensor;

/// Adadelta (Zeiler 2012, algorithm 1): steps by the gradient times the ratio of the moving root
/// mean squares of the steps and of the gradients. PyTorch multiplies by a learning rate, 1 in the
/// paper.
public final class Adadelta extends Optimizer {
  private final Options options;

  /// What can be chosen: ρ 0.9 and ε 10⁻⁶ unless said.
  public static final class Options {
    private double rho = 0.9;
    private double eps = 1e-6;
    private double weightDecay;

    private Options() {}

    private static Options of(Consumer<Options> choose) {
      Given.require("choose", choose);
      var options = new Options();
      choose.accept(options);
      return options;
    }

    private static Options ofGroups(Consumer<Options> choose) {
      var options = of(choose);
      Checks.noDecay(options.weightDecay);
      return options;
    }

    /// How slowly the means of squares change, below 1.
    public Options rho(double rho) {
      this.rho = Checks.share("rho", rho);
      return this;
    }

    /// What is added under the roots.
    public Options eps(double eps) {
      this.eps = Checks.atLeast("eps", eps, 0);
      return this;
    }

    /// λ: adds λ · θ to the gradient.
    public Options weightDecay(double weightDecay) {
      this.weightDecay = Checks.atLeast("weight decay", weightDecay, 0);
      return this;
    }
  }

  /// The published defaults.
  public Adadelta(List<Parameter> parameters, double lr) {
    this(parameters, lr, _ -> {});
  }

  /// With options; the weight decay among them is that of all parameters.
  public Adadelta(List<Parameter> parameters, double lr, Consumer<Options> choose) {
    var options = Options.of(choose);
    this(List.of(new Group(parameters, lr, options.weightDecay)), options);
  }

  /// Over groups, each with its own learning rate and weight decay.
  ///
  /// @throws profundo.nn.NetException if the options have a weight decay too
  public Adadelta(List<Group> groups, Consumer<Options> choose) {
    this(groups, Options.ofGroups(choose));
  }

  private Adadelta(List<Group> groups, Options options) {
    super(groups, List.of("step", "square_avg", "acc_delta"));
    this.options = options;
  }

  @Override
  void step(GroupState state) {
    state.eachGradient(true, (i, parameter, gradient) -> update(state, i, parameter, gradient));
  }

  private void update(GroupState state, int i, Tensor parameter, Tensor gradient) {
    var squares = state.state("square_avg").get(i);
    squares.mul_(options.rho).addcmul_(gradient, gradient, 1 - options.rho);
    var steps = state.state("acc_delta").get(i);
    var delta =
        steps.add(options.eps).sqrt_().div_(squares.add(options.eps).sqrt_()).mul_(gradient);
    steps.mul_(options.rho).addcmul_(delta, delta, 1 - options.rho);
    parameter.add_(delta, -state.group().lr());
  }
}
