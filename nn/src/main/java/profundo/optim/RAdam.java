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
  public static final class Options extends AdamOptions<Options> {
    private boolean decoupled;

    private Options() {
      super(1e-8);
    }

    @Override
    Options self() {
      return this;
    }

    /// Keeps the weight decay out of the means: lr · λ · θ is taken off the parameter, instead of
    /// adding λ · θ to the gradient (Loshchilov & Hutter 2019).
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
    var options = new Options().chosen(choose);
    this(List.of(new Group(parameters, lr, options.weightDecay)), options);
  }

  /// Over groups, each with its own learning rate and weight decay.
  ///
  /// @throws profundo.nn.NetException if the options have a weight decay too
  public RAdam(List<Group> groups, Consumer<Options> choose) {
    this(groups, new Options().chosenForGroups(choose));
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
