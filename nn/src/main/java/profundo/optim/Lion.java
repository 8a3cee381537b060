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
  public static final class Options extends MomentOptions<Options> {
    private Options() {
      super(0.99);
    }

    @Override
    Options self() {
      return this;
    }
  }

  /// The published defaults.
  public Lion(List<Parameter> parameters, double lr) {
    this(parameters, lr, _ -> {});
  }

  /// With options; the weight decay among them is that of all parameters.
  public Lion(List<Parameter> parameters, double lr, Consumer<Options> choose) {
    var options = new Options().chosen(choose);
    this(List.of(new Group(parameters, lr, options.weightDecay)), options);
  }

  /// Over groups, each with its own learning rate and weight decay.
  ///
  /// @throws profundo.nn.NetException if the options have a weight decay too
  public Lion(List<Group> groups, Consumer<Options> choose) {
    this(groups, new Options().chosenForGroups(choose));
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
