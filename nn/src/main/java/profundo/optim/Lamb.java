package profundo.optim;

import java.util.List;
import java.util.function.Consumer;
import profundo.nn.Parameter;
import profundo.tensor.Tensor;

/// LAMB (You et al. 2020, algorithm 2): [Adam]'s step u for each parameter, with λ · θ added, made
/// as long as the parameter itself: θ ← θ − lr · ‖θ‖ / ‖u‖ · u. Where one of the two is 0 the step
/// stays as it is. For large batches.
public final class Lamb extends ParameterOptimizer {
  private final Options options;

  /// What can be chosen: β₁ 0.9, β₂ 0.999, ε 10⁻⁶ and no weight decay unless said.
  public static final class Options extends AdamOptions<Options> {
    private Options() {
      super(1e-6);
    }

    @Override
    Options self() {
      return this;
    }
  }

  /// The published defaults.
  public Lamb(List<Parameter> parameters, double lr) {
    this(parameters, lr, _ -> {});
  }

  /// With options; the weight decay among them is that of all parameters.
  public Lamb(List<Parameter> parameters, double lr, Consumer<Options> choose) {
    var options = new Options().chosen(choose);
    this(List.of(new Group(parameters, lr, options.weightDecay)), options);
  }

  /// Over groups, each with its own learning rate and weight decay.
  ///
  /// @throws profundo.nn.NetException if the options have a weight decay too
  public Lamb(List<Group> groups, Consumer<Options> choose) {
    this(groups, new Options().chosenForGroups(choose));
  }

  private Lamb(List<Group> groups, Options options) {
    super(groups, Decay.OWN, "exp_avg", "exp_avg_sq");
    this.options = options;
  }

  @Override
  protected void update(State state, Tensor parameter, Tensor gradient) {
    long t = state.step();
    var mean = state.get("exp_avg").lerp_(gradient, 1 - options.beta1);
    var squares = state.get("exp_avg_sq");
    squares.mul_(options.beta2).addcmul_(gradient, gradient, 1 - options.beta2);
    var root = squares.div(1 - Math.pow(options.beta2, t)).sqrt_().add_(options.eps);
    var step = mean.div(1 - Math.pow(options.beta1, t)).div_(root);
    if (state.weightDecay() != 0) {
      step.add_(parameter, state.weightDecay());
    }
    parameter.addcmul_(step, trust(parameter, step), -state.lr());
  }

  /// ‖θ‖ / ‖u‖, or 1 where one of them is 0.
  private static Tensor trust(Tensor parameter, Tensor step) {
    var length = parameter.norm();
    var stepLength = step.norm();
    return length.div(stepLength).maskedFill(length.eq(0).logicalOr(stepLength.eq(0)), 1.0);
  }
}
