package profundo.optim;

import java.util.List;
import java.util.function.Consumer;
import profundo.base.Given;
import profundo.nn.Parameter;

/// Adagrad (Duchi et al. 2011): each parameter's rate falls with the sum of its squared gradients.
public final class Adagrad extends Optimizer {
  private final Options options;

  /// What can be chosen: no decay and ε 10⁻¹⁰ unless said.
  public static final class Options {
    private double lrDecay;
    private double weightDecay;
    private double eps = 1e-10;

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

    /// How the rate falls with the steps: lr / (1 + steps · decay).
    public Options lrDecay(double lrDecay) {
      this.lrDecay = Checks.atLeast("lrDecay", lrDecay, 0);
      return this;
    }

    /// λ: adds λ · θ to the gradient.
    public Options weightDecay(double weightDecay) {
      this.weightDecay = Checks.atLeast("weight decay", weightDecay, 0);
      return this;
    }

    /// What is added to the root of the sum of squares.
    public Options eps(double eps) {
      this.eps = Checks.atLeast("eps", eps, 0);
      return this;
    }
  }

  /// The published defaults.
  public Adagrad(List<Parameter> parameters, double lr) {
    this(parameters, lr, _ -> {});
  }

  /// With options; the weight decay among them is that of all parameters.
  public Adagrad(List<Parameter> parameters, double lr, Consumer<Options> choose) {
    var options = Options.of(choose);
    this(List.of(new Group(parameters, lr, options.weightDecay)), options);
  }

  /// Over groups, each with its own learning rate and weight decay.
  ///
  /// @throws profundo.nn.NetException if the options have a weight decay too
  public Adagrad(List<Group> groups, Consumer<Options> choose) {
    this(groups, Options.ofGroups(choose));
  }

  private Adagrad(List<Group> groups, Options options) {
    super(groups, List.of("sum", "step"));
    this.options = options;
  }

  @Override
  void step(GroupState state) {
    var fused = state.fused();
    state.count(fused.gather());
    var group = state.group();
    fused.adagrad(group.lr(), options.lrDecay, group.weightDecay(), options.eps);
  }
}
