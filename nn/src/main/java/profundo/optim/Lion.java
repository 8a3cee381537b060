package profundo.optim;

import java.util.List;
import java.util.function.Consumer;
import profundo.nn.Parameter;
import profundo.tensor.Tensor;

/// Lion (Chen et al. 2023, algorithm 2): steps by the sign of a mean of the gradients, so that
/// every number changes by the learning rate: θ ← θ − lr · (sign(β₁ · m + (1 − β₁) · g) + λ · θ), m
/// ← β₂ · m + (1 − β₂) · g. The paper's rate is a third to a tenth of Adam's, such as 0.0001.
public final class Lion extends ParameterOptimizer {
  private final Options options;

  /// What can be chosen: β₁ 0.9, β₂ 0.99 and no weight decay unless said.
  public static final class Options {
    private double beta1 = 0.9;
    private double beta2 = 0.99;
    private double weightDecay;

    private Options() {}

    private static Options of(Consumer<Options> choose) {
      var options = new Options();
      choose.accept(options);
      return options;
    }

    private static Options ofGroups(Consumer<Options> choose) {
      var options = of(choose);
      Checks.noDecay(options.weightDecay);
      return options;
    }

    /// How much of the mean is in a step, and how slowly it changes, each below 1.
    public Options betas(double beta1, double beta2) {
      this.beta1 = Checks.share("beta1", beta1);
      this.beta2 = Checks.share("beta2", beta2);
      return this;
    }

    /// λ: takes lr · λ · θ off the parameter.
    public Options weightDecay(double weightDecay) {
      this.weightDecay = Checks.atLeast("weight decay", weightDecay, 0);
      return this;
    }
  }

  /// The published defaults.
  public Lion(List<Parameter> parameters, double lr) {
    this(parameters, lr, _ -> {});
  }

  /// With options; the weight decay among them is that of all parameters.
  public Lion(List<Parameter> parameters, double lr, Consumer<Options> choose) {
    var options = Options.of(choose);
    this(List.of(new Group(parameters, lr, options.weightDecay)), options);
  }

  /// Over groups, each with its own learning rate and weight decay.
  ///
  /// @throws profundo.nn.NetException if the options have a weight decay too
  public Lion(List<Group> groups, Consumer<Options> choose) {
    this(groups, Options.ofGroups(choose));
  }

  private Lion(List<Group> groups, Options options) {
    super(groups, Decay.OF_PARAMETER, "exp_avg");
    this.options = options;
  }

  @Override
  protected void update(State state, Tensor parameter, Tensor gradient) {
    var mean = state.get("exp_avg");
    var direction = mean.mul(options.beta1).add_(gradient, 1 - options.beta1).sign();
    parameter.add_(direction, -state.lr());
    mean.lerp_(gradient, 1 - options.beta2);
  }
}
