package profundo.optim;

import java.util.List;
import java.util.function.Consumer;
import profundo.nn.Parameter;
import profundo.tensor.Tensor;

/// NAdam (Dozat 2016, algorithm 2): [Adam] whose mean of gradients looks ahead as Nesterov's
/// momentum does, with a momentum that grows to β₁ as μₜ = β₁ · (1 − ½ · 0.96^(t·ψ)). PyTorch's
/// rate is 0.002.
///
/// PyTorch's `mu_product` is not in the state: it follows from the number of the step.
public final class NAdam extends ParameterOptimizer {
  private final Options options;
  private long productStep;
  private double product = 1;

  /// What can be chosen: β₁ 0.9, β₂ 0.999, ε 10⁻⁸, ψ 0.004 and no weight decay unless said.
  public static final class Options extends AdamOptions<Options> {
    private boolean decoupled;
    private double momentumDecay = 0.004;

    private Options() {
      super(1e-8);
    }

    @Override
    Options self() {
      return this;
    }

    /// ψ: how fast the momentum grows.
    public Options momentumDecay(double momentumDecay) {
      this.momentumDecay = Checks.atLeast("momentumDecay", momentumDecay, 0);
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
  public NAdam(List<Parameter> parameters, double lr) {
    this(parameters, lr, _ -> {});
  }

  /// With options; the weight decay among them is that of all parameters.
  public NAdam(List<Parameter> parameters, double lr, Consumer<Options> choose) {
    var options = new Options().chosen(choose);
    this(List.of(new Group(parameters, lr, options.weightDecay)), options);
  }

  /// Over groups, each with its own learning rate and weight decay.
  ///
  /// @throws profundo.nn.NetException if the options have a weight decay too
  public NAdam(List<Group> groups, Consumer<Options> choose) {
    this(groups, new Options().chosenForGroups(choose));
  }

  private NAdam(List<Group> groups, Options options) {
    super(
        groups,
        options.decoupled ? Decay.OF_PARAMETER : Decay.OF_GRADIENT,
        "exp_avg",
        "exp_avg_sq");
    this.options = options;
  }

  @Override
  protected void update(State state, Tensor parameter, Tensor gradient) {
    long t = state.step();
    var mean = state.get("exp_avg").lerp_(gradient, 1 - options.beta1);
    var squares = state.get("exp_avg_sq");
    squares.mul_(options.beta2).addcmul_(gradient, gradient, 1 - options.beta2);
    var root = squares.div(1 - Math.pow(options.beta2, t)).sqrt_().add_(options.eps);
    double product = product(t);
    double next = momentum(t + 1);
    parameter.addcdiv_(gradient, root, -state.lr() * (1 - momentum(t)) / (1 - product));
    parameter.addcdiv_(mean, root, -state.lr() * next / (1 - product * next));
  }

  private double momentum(long t) {
    return options.beta1 * (1 - 0.5 * Math.pow(0.96, t * options.momentumDecay));
  }

  /// The product of the momenta up to a step, from that of the step before where it is known.
  private double product(long t) {
    if (t < productStep) {
      productStep = 0;
      product = 1;
    }
    while (productStep < t) {
      productStep++;
      product *= momentum(productStep);
    }
    return product;
  }
}
