package profundo.optim;

import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import profundo.base.Given;
import profundo.nn.NetException;
import profundo.nn.Parameter;
import profundo.tensor.Tensor;

/// Muon (Jordan et al. 2024): momentum whose singular values are all made about 1 by a
/// Newton–Schulz iteration, for the weights `[out, in]` of hidden layers. Biases, embeddings and
/// the last layer are another optimizer's, such as [Adam#adamW].
///
/// b ← μ · b + (1 − μ) · g; u = orthogonal((1 − μ) · g + μ · b); θ ← θ − lr · λ · θ − lr · √max(1,
/// out / in) · u. The iteration, from X = u / ‖u‖, is X ← a · X + (b · A + c · A²) · X with A = X ·
/// Xᵀ. As in `torch.optim.Muon`, but for the precision: the iteration is computed in that of the
/// parameter.
public final class Muon extends ParameterOptimizer {
  private static final double DECAY = 0.1;
  private static final int MOST_STEPS = 99;

  private final Options options;

  /// What can be chosen: momentum 0.95 (Nesterov's), weight decay 0.1, five iterations unless said.
  public static final class Options {
    private double momentum = 0.95;
    private boolean nesterov = true;
    private double[] coefficients = {3.4445, -4.7750, 2.0315};
    private int steps = 5;
    private double eps = 1e-7;
    private boolean likeAdam;
    private OptionalDouble weightDecay = OptionalDouble.empty();

    private Options() {}

    /// How slowly the mean of the gradients changes, below 1.
    public Options momentum(double momentum) {
      this.momentum = Checks.share("momentum", momentum);
      return this;
    }

    /// Whether the step looks ahead by the momentum.
    public Options nesterov(boolean nesterov) {
      this.nesterov = nesterov;
      return this;
    }

    /// λ: how much of a parameter, times the rate, is taken off at each step.
    public Options weightDecay(double weightDecay) {
      this.weightDecay = OptionalDouble.of(Checks.atLeast("weight decay", weightDecay, 0));
      return this;
    }

    /// The numbers a, b and c of the iteration.
    public Options coefficients(double a, double b, double c) {
      for (double one : new double[] {a, b, c}) {
        if (!Double.isFinite(one)) {
          throw new NetException("A coefficient of the iteration is finite, not " + one + ".");
        }
      }
      this.coefficients = new double[] {a, b, c};
      return this;
    }

    /// How many times the iteration is made, below 100.
    public Options iterations(int iterations) {
      if (iterations < 1 || iterations > MOST_STEPS) {
        throw new NetException(
            "The number of iterations is 1 to " + MOST_STEPS + ", not " + iterations + ".");
      }
      this.steps = iterations;
      return this;
    }

    /// The smallest norm that the update is divided by.
    public Options eps(double eps) {
      this.eps = Checks.atLeast("eps", eps, 0);
      return this;
    }

    /// Multiplies the rate by 0.2 · √max(out, in) instead, so that a rate of [Adam#adamW] fits (Liu
    /// et al. 2025, equation 4); PyTorch's `match_rms_adamw`.
    public Options matchRmsAdamW() {
      this.likeAdam = true;
      return this;
    }
  }

  /// The published defaults.
  ///
  /// @throws NetException if a parameter is no matrix
  public Muon(List<Parameter> parameters, double lr) {
    this(parameters, lr, _ -> {});
  }

  /// With options; the weight decay among them is that of all parameters.
  ///
  /// @throws NetException if a parameter is no matrix
  public Muon(List<Parameter> parameters, double lr, Consumer<Options> choose) {
    Given.require("choose", choose);
    var options = new Options();
    choose.accept(options);
    this(List.of(new Group(parameters, lr, options.weightDecay.orElse(DECAY))), options);
  }

  /// Over groups, each with its own learning rate and weight decay.
  ///
  /// @throws NetException if a parameter is no matrix, or the options have a weight decay too
  public Muon(List<Group> groups, Consumer<Options> choose) {
    Given.require("groups", groups);
    Given.require("choose", choose);
    var options = new Options();
    choose.accept(options);
    Checks.noDecay(options.weightDecay.orElse(0));
    this(groups, options);
  }

  private Muon(List<Group> groups, Options options) {
    for (var group : groups) {
      group.parameters().forEach(Muon::requireMatrix);
    }
    super(groups, Decay.OF_PARAMETER, "momentum_buffer");
    this.options = options;
  }

  private static void requireMatrix(Parameter parameter) {
    if (parameter.tensor().dim() != 2) {
      throw new NetException(
          "Muon trains matrices, and "
              + parameter.name()
              + " is "
              + parameter.tensor().shape()
              + ": give biases, embeddings and convolutions to another optimizer, such as"
              + " Adam.adamW.");
    }
  }

  @Override
  protected void update(State state, Tensor parameter, Tensor gradient) {
    var mean = state.get("momentum_buffer").lerp_(gradient, 1 - options.momentum);
    var update =
        options.nesterov ? gradient.mul(1 - options.momentum).add(mean, options.momentum) : mean;
    double rows = parameter.size(0);
    double columns = parameter.size(1);
    double scale =
        options.likeAdam
            ? 0.2 * Math.sqrt(Math.max(rows, columns))
            : Math.sqrt(Math.max(1, rows / columns));
    parameter.add_(orthogonal(update), -state.lr() * scale);
  }

  /// The matrix with its singular values brought near 1.
  private Tensor orthogonal(Tensor matrix) {
    boolean isTall = matrix.size(0) > matrix.size(1);
    var x = isTall ? matrix.transpose(0, 1) : matrix;
    x = x.div(x.norm().clampMin(options.eps));
    double[] of = options.coefficients;
    for (int i = 0; i < options.steps; i++) {
      var gram = x.matmul(x.transpose(0, 1));
      var polynomial = gram.mul(of[1]).add(gram.matmul(gram), of[2]);
      x = x.mul(of[0]).add(polynomial.matmul(x));
    }
    return isTall ? x.transpose(0, 1) : x;
  }
}
