package profundo.optim;

import java.util.List;
import java.util.function.Consumer;
import profundo.nn.Parameter;
import profundo.tensor.Tensor;

/// RAdam (Liu et al. 2020, algorithm 2): [Adam] without the root of the mean square while that is
/// the mean of too few squares, and then with a factor that grows to 1. PyTorch's rate is 0.001,
/// and its bound on the number of squares 5, where the paper has 4.
public final class RAdam extends ParameterOptimizer {
  private final Options options;

  /// The length of the mean of squares, in steps, up to which it is not used.
  private static final double FEW = 5;

  /// What can be chosen: β₁ 0.9, β₂ 0.999, ε 10⁻⁸ and no weight decay unless said.
  public static final class Options {
    private double beta1 = 0.9;
    private double beta2 = 0.999;
    private double eps = 1e-8;
    private double weightDecay;
    private boolean decoupled;

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

    /// How slowly the means of gradients and of their squares change, each below 1.
    public Options betas(double beta1, double beta2) {
      this.beta1 = Checks.share("beta1", beta1);
      this.beta2 = Checks.share("beta2", beta2);
      return this;
    }

    /// What is added to the root of the mean square.
    public Options eps(double eps) {
      this.eps = Checks.atLeast("eps", eps, 0);
      return this;
    }

    /// λ: adds λ · θ to the gradient, or, decoupled, takes lr · λ · θ off the parameter.
    public Options weightDecay(double weightDecay) {
      this.weightDecay = Checks.atLeast("weight decay", weightDecay, 0);
      return this;
    }

    /// Keeps the weight decay out of the means (Loshchilov & Hutter 2019).
    public Options decoupled() {
      this.decoupled = true;
      return this;
    }
  }

  /// The published defaults.
  public RAdam(List<Parameter> parameters, double lr) {
    this(parameters, lr, _ -> {});
  }

  /// With options; the weight decay among them is that of all parameters.
  public RAdam(List<Parameter> parameters, double lr, Consumer<Options> choose) {
    var options = Options.of(choose);
    this(List.of(new Group(parameters, lr, options.weightDecay)), options);
  }

  /// Over groups, each with its own learning rate and weight decay.
  ///
  /// @throws profundo.nn.NetException if the options have a weight decay too
  public RAdam(List<Group> groups, Consumer<Options> choose) {
    this(groups, Options.ofGroups(choose));
  }

  private RAdam(List<Group> groups, Options options) {
    super(
        groups,
        options.decoupled ? Decay.OF_PARAMETER : Decay.OF_GRADIENT,
        "exp_avg",
        "exp_avg_sq");
    this.options = options;
  }

  @Override
  protected void update(State state, Tensor parameter, Tensor gradient) {
    var mean = state.get("exp_avg").lerp_(gradient, 1 - options.beta1);
    var squares = state.get("exp_avg_sq");
    squares.mul_(options.beta2).addcmul_(gradient, gradient, 1 - options.beta2);
    long t = state.step();
    double rate = state.lr() / (1 - Math.pow(options.beta1, t));
    double power = Math.pow(options.beta2, t);
    double most = 2 / (1 - options.beta2) - 1;
    double length = most - 2 * t * power / (1 - power);
    if (length <= FEW) {
      parameter.add_(mean, -rate);
      return;
    }
    double rectified =
        Math.sqrt(
            (length - 4) * (length - 2) * most / ((most - 4) * (most - 2) * length) * (1 - power));
    parameter.addcdiv_(mean, squares.sqrt().add_(options.eps), -rate * rectified);
  }
}
