package profundo.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import profundo.base.Given;
import profundo.nn.Parameter;
import profundo.tensor.Tensor;

/// RMSprop (Tieleman & Hinton 2012): steps by the gradient over the root of a moving mean of its
/// square.
public final class RmsProp extends Optimizer {
  private final Options options;

  /// What can be chosen: α 0.99, ε 10⁻⁸, no momentum, not centred unless said.
  public static final class Options {
    private double alpha = 0.99;
    private double eps = 1e-8;
    private double momentum;
    private double weightDecay;
    private boolean centered;

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

    /// How slowly the mean of squares changes, below 1.
    public Options alpha(double alpha) {
      this.alpha = Checks.share("alpha", alpha);
      return this;
    }

    /// What is added to the root of the mean square.
    public Options eps(double eps) {
      this.eps = Checks.atLeast("eps", eps, 0);
      return this;
    }

    /// How much of the last change goes on.
    public Options momentum(double momentum) {
      this.momentum = Checks.atLeast("momentum", momentum, 0);
      return this;
    }

    /// λ: adds λ · θ to the gradient.
    public Options weightDecay(double weightDecay) {
      this.weightDecay = Checks.atLeast("weight decay", weightDecay, 0);
      return this;
    }

    /// Divides by the standard deviation of the gradient, not its root mean square (Graves 2013).
    public Options centered() {
      this.centered = true;
      return this;
    }
  }

  /// The published defaults.
  public RmsProp(List<Parameter> parameters, double lr) {
    this(parameters, lr, _ -> {});
  }

  /// With options; the weight decay among them is that of all parameters.
  public RmsProp(List<Parameter> parameters, double lr, Consumer<Options> choose) {
    var options = Options.of(choose);
    this(List.of(new Group(parameters, lr, options.weightDecay)), options);
  }

  /// Over groups, each with its own learning rate and weight decay.
  ///
  /// @throws profundo.nn.NetException if the options have a weight decay too
  public RmsProp(List<Group> groups, Consumer<Options> choose) {
    this(groups, Options.ofGroups(choose));
  }

  private RmsProp(List<Group> groups, Options options) {
    super(groups, names(options));
    this.options = options;
  }

  private static List<String> names(Options options) {
    var names = new ArrayList<>(List.of("step", "square_avg"));
    if (options.centered) {
      names.add("grad_avg");
    }
    if (options.momentum != 0) {
      names.add("momentum_buffer");
    }
    return names;
  }

  @Override
  void step(GroupState state) {
    state.eachGradient(true, (i, parameter, gradient) -> update(state, i, parameter, gradient));
  }

  private void update(GroupState state, int i, Tensor parameter, Tensor gradient) {
    var mean = state.state("square_avg").get(i);
    mean.mul_(options.alpha).addcmul_(gradient, gradient, 1 - options.alpha);
    var root = root(state, i, gradient, mean);
    double lr = state.group().lr();
    if (options.momentum == 0) {
      parameter.addcdiv_(gradient, root, -lr);
      return;
    }
    var buffer = state.state("momentum_buffer").get(i);
    buffer.mul_(options.momentum).addcdiv_(gradient, root, 1);
    parameter.add_(buffer, -lr);
  }

  private Tensor root(GroupState state, int i, Tensor gradient, Tensor mean) {
    if (!options.centered) {
      return mean.sqrt().add_(options.eps);
    }
    var average = state.state("grad_avg").get(i);
    average.lerp_(gradient, 1 - options.alpha);
    return mean.copy().addcmul_(average, average, -1).sqrt_().add_(options.eps);
  }
}
