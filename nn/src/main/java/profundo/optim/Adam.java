package profundo.optim;

import java.util.List;
import java.util.function.Consumer;
import profundo.base.Given;
import profundo.nn.Parameter;

/// Adam (Kingma & Ba 2015, algorithm 1): steps by the mean of the gradients over the root of the
/// mean of their squares, both corrected for starting at 0. With [Options#decoupled()] weight decay
/// it is AdamW: see [#adamW].
public final class Adam extends Optimizer {
  private final Options options;

  /// What can be chosen: β₁ 0.9, β₂ 0.999, ε 10⁻⁸ and no weight decay unless said.
  public static final class Options extends AdamOptions<Options> {
    private boolean decoupled;
    private boolean amsgrad;

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

    /// Divides by the largest mean square so far (Reddi et al. 2018).
    public Options amsgrad() {
      this.amsgrad = true;
      return this;
    }
  }

  /// The published defaults.
  public Adam(List<Parameter> parameters, double lr) {
    this(parameters, lr, _ -> {});
  }

  /// With options; the weight decay among them is that of all parameters.
  public Adam(List<Parameter> parameters, double lr, Consumer<Options> choose) {
    var options = new Options().chosen(choose);
    this(List.of(new Group(parameters, lr, options.weightDecay)), options);
  }

  /// Over groups, each with its own learning rate and weight decay.
  ///
  /// @throws profundo.nn.NetException if the options have a weight decay too
  public Adam(List<Group> groups, Consumer<Options> choose) {
    this(groups, new Options().chosenForGroups(choose));
  }

  private Adam(List<Group> groups, Options options) {
    super(groups, options.amsgrad ? AMSGRAD_STATE : STATE);
    this.options = options;
  }

  private static final List<String> STATE = List.of("exp_avg", "exp_avg_sq", "step");
  private static final List<String> AMSGRAD_STATE =
      List.of("exp_avg", "exp_avg_sq", "max_exp_avg_sq", "step");

  /// AdamW with PyTorch's weight decay of 0.01 (Loshchilov & Hutter 2019, algorithm 2).
  public static Adam adamW(List<Parameter> parameters, double lr) {
    return adamW(parameters, lr, _ -> {});
  }

  /// AdamW with options; the weight decay is 0.01 unless said.
  public static Adam adamW(List<Parameter> parameters, double lr, Consumer<Options> choose) {
    Given.require("choose", choose);
    return new Adam(
        parameters,
        lr,
        o -> {
          o.decoupled().weightDecay(0.01);
          choose.accept(o);
        });
  }

  @Override
  void step(GroupState state) {
    var fused = state.fused();
    state.count(fused.gather());
    var group = state.group();
    fused.adam(
        options.decoupled,
        group.lr(),
        options.beta1,
        options.beta2,
        group.weightDecay(),
        options.eps,
        options.amsgrad);
  }
}
