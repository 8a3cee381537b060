package profundo.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.UnaryOperator;
import profundo.base.Given;
import profundo.nn.NetException;
import profundo.nn.Parameter;
import profundo.nn.StateDict;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// L-BFGS (Liu & Nocedal 1989), for losses that are the same at each evaluation, such as that of
/// all the data: each step makes up to `maxIter` iterations, whose directions know the curvature by
/// how the gradient changed with the last steps.
///
/// ```java
/// var lbfgs = new Lbfgs(net.parameters(), 1, o -> o.strongWolfe());
/// double loss = lbfgs.step(() -> {
///   lbfgs.zeroGrad();
///   var error = net.forward(x).mseLoss(y);
///   error.backward();
///   return error.item();
/// });
/// ```
///
/// Formulas, defaults and the names of the state are PyTorch's; what is remembered of all
/// parameters together stands under the first one's name. It has one group, and no weight decay.
public final class Lbfgs extends Optimizer {
  private final Options options;
  private final List<Parameter> parameters;
  private final LbfgsMemory memory;

  /// What can be chosen.
  public static final class Options {
    private int maxIter = 20;
    private OptionalInt maxEval = OptionalInt.empty();
    private double toleranceGrad = 1e-7;
    private double toleranceChange = 1e-9;
    private int historySize = 100;
    private boolean strongWolfe;

    private Options() {}

    /// The most iterations of a step, 20 unless said.
    public Options maxIter(int maxIter) {
      this.maxIter = (int) Checks.steps("number of iterations", maxIter, 1);
      return this;
    }

    /// After how many evaluations a step begins no further iteration: 5/4 of the iterations unless
    /// said.
    public Options maxEval(int maxEval) {
      this.maxEval = OptionalInt.of((int) Checks.steps("number of evaluations", maxEval, 1));
      return this;
    }

    /// A step ends where no element of the gradient is larger; 10⁻⁷ unless said.
    public Options toleranceGrad(double tolerance) {
      this.toleranceGrad = Checks.atLeast("tolerance of the gradient", tolerance, 0);
      return this;
    }

    /// A step ends where neither the loss nor any parameter changes more; 10⁻⁹ unless said.
    public Options toleranceChange(double tolerance) {
      this.toleranceChange = Checks.atLeast("tolerance of the change", tolerance, 0);
      return this;
    }

    /// How many changes are remembered, each two vectors as long as all parameters; 100 unless
    /// said.
    public Options historySize(int size) {
      this.historySize = (int) Checks.steps("size of the history", size, 1);
      return this;
    }

    /// Searches the length of each iteration's move along its direction, from the learning rate on,
    /// until the strong Wolfe conditions hold; unless said, the learning rate is the length.
    public Options strongWolfe() {
      this.strongWolfe = true;
      return this;
    }
  }

  /// With PyTorch's defaults and the learning rate 1.
  public Lbfgs(List<Parameter> parameters) {
    this(parameters, 1);
  }

  /// With PyTorch's defaults.
  public Lbfgs(List<Parameter> parameters, double lr) {
    this(parameters, lr, _ -> {});
  }

  /// With options.
  public Lbfgs(List<Parameter> parameters, double lr, Consumer<Options> choose) {
    Given.require("choose", choose);
    super(List.of(new Group(parameters, lr)), List.of());
    this.options = new Options();
    choose.accept(options);
    this.parameters = List.copyOf(parameters);
    this.memory = new LbfgsMemory(options.historySize);
  }

  @Override
  public boolean evaluatesAgain() {
    return true;
  }

  @Override
  void step(GroupState group) {
    throw new IllegalStateException("a step needs a closure");
  }

  @Override
  double stepBy(DoubleSupplier closure) {
    requireOneKind();
    return new Descent(closure).run();
  }

  /// All the parameters are one vector.
  private void requireOneKind() {
    var first = parameters.getFirst().tensor();
    for (var parameter : parameters) {
      var tensor = parameter.tensor();
      if (tensor.dtype() != first.dtype() || !tensor.device().equals(first.device())) {
        throw new NetException(
            "Lbfgs goes through all parameters as one vector, and "
                + parameter.name()
                + " is "
                + tensor.dtype()
                + " on "
                + tensor.device()
                + " where "
                + parameters.getFirst().name()
                + " is "
                + first.dtype()
                + " on "
                + first.device()
                + ": bring the net to one type and device.");
      }
    }
    if (states().getFirst().group().weightDecay() != 0) {
      throw new NetException(
          "Lbfgs has no weight decay: add the squares of the parameters to the loss.");
    }
  }

  /// One step: several iterations from where the parameters are.
  private final class Descent {
    private final DoubleSupplier closure;
    private long evaluations;
    private double loss;
    private Tensor gradient;

    private Descent(DoubleSupplier closure) {
      this.closure = closure;
      this.loss = evaluate();
      this.gradient = gradient();
    }

    private double evaluate() {
      evaluations++;
      memory.countEvaluation();
      return closure.getAsDouble();
    }

    private double run() {
      double first = loss;
      long most =
          options.maxEval.isPresent() ? options.maxEval.getAsInt() : options.maxIter * 5L / 4;
      boolean goesOn = !isLevel();
      for (int i = 1; goesOn && i <= options.maxIter; i++) {
        try (var scope = Scope.open()) {
          goesOn = iterate(i == options.maxIter) && evaluations < most;
          scope.keep(gradient);
        }
      }
      return first;
    }

    private boolean isLevel() {
      return largest(gradient) <= options.toleranceGrad;
    }

    /// @return whether another iteration may bring something
    private boolean iterate(boolean isLast) {
      double before = loss;
      var direction = memory.direction(gradient);
      double slope = gradient.dot(direction).item();
      double length = states().getFirst().group().lr();
      if (memory.isEmpty()) {
        length *= Math.min(1, 1 / gradient.abs().sum().item());
      }
      if (slope > -options.toleranceChange) {
        memory.end(direction, 0, gradient, before);
        return false;
      }
      var from = gradient;
      if (options.strongWolfe) {
        var line = new StrongWolfe.Point(0, loss, gradient, slope);
        var found =
            new StrongWolfe(step -> at(step, direction), line, largest(direction)).search(length);
        length = found.step();
        loss = found.loss();
        gradient = found.gradient();
        move(length, direction);
      } else {
        move(length, direction);
        if (!isLast) {
          loss = evaluate();
          gradient = gradient();
        }
      }
      memory.end(direction, length, from, before);
      return !isLevel()
          && largest(direction) * length > options.toleranceChange
          && !(Math.abs(loss - before) < options.toleranceChange);
    }

    /// What the loss is that far along a direction; the parameters are where they were then.
    private StrongWolfe.Point at(double step, Tensor direction) {
      try (var scope = Scope.open()) {
        var before = parameters.stream().map(parameter -> parameter.tensor().copy()).toList();
        try {
          move(step, direction);
          double there = evaluate();
          var slope = scope.keep(gradient());
          return new StrongWolfe.Point(step, there, slope, slope.dot(direction).item());
        } finally {
          for (int i = 0; i < before.size(); i++) {
            parameters.get(i).tensor().copy_(before.get(i));
          }
        }
      }
    }

    private void move(double length, Tensor direction) {
      long at = 0;
      for (var parameter : parameters) {
        var tensor = parameter.tensor();
        tensor.add_(
            direction.narrow(0, at, tensor.numel()).reshape(tensor.shape().toArray()), length);
        at += tensor.numel();
      }
    }

    /// That of all parameters as one vector; zeros for one that has none.
    private Tensor gradient() {
      return joined(tensor -> tensor.hasGrad() ? tensor.grad() : tensor.zerosLike());
    }
  }

  private static double largest(Tensor vector) {
    return vector.abs().max().item();
  }

  @Override
  Map<String, Tensor> joint() {
    var result = new LinkedHashMap<String, Tensor>();
    memory.state().forEach((name, tensor) -> result.put(key(name), tensor));
    return result;
  }

  @Override
  boolean isJoint(String name) {
    return LbfgsMemory.NAMES.stream().anyMatch(one -> key(one).equals(name));
  }

  @Override
  Runnable takingJoint(StateDict state) {
    try (var _ = Grad.noGrad();
        var like = joined(Tensor::detach)) {
      return memory.taking(state, this::key, like);
    }
  }

  /// Something of each parameter's shape as one vector.
  private Tensor joined(UnaryOperator<Tensor> part) {
    return Tensor.cat(
        0,
        parameters.stream()
            .map(parameter -> part.apply(parameter.tensor()).reshape(-1))
            .toArray(Tensor[]::new));
  }

  private String key(String name) {
    return states().getFirst().key(0, name);
  }

  @Override
  public void close() {
    super.close();
    memory.close();
  }
}
