package profundo.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import profundo.base.Given;
import profundo.nn.NetException;
import profundo.tensor.Tensor;

/// Sharpness-aware minimisation (Foret et al. 2021): the step of another optimizer, by the gradient
/// at the worst place near by, ŵ = w + ρ · g / ‖g‖, where the norm is over all parameters together
/// (equation 2). Each step evaluates the loss twice.
///
/// ```java
/// var sam = new Sam(new Sgd(net.parameters(), 0.1, o -> o.momentum(0.9)), 0.05);
/// ```
///
/// State, rates and groups are those of the other optimizer, which is closed with this one.
public final class Sam extends Optimizer {
  private static final double EPS = 1e-12;

  private final Optimizer base;
  private final double rho;
  private final Options options;

  /// What can be chosen.
  public static final class Options {
    private boolean adaptive;

    private Options() {}

    /// Measures the distance in shares of each number's size: ŵ = w + ρ · w² · g / ‖|w| · g‖ (Kwon
    /// et al. 2021). ρ is ten times larger then, such as 0.5.
    public Options adaptive() {
      this.adaptive = true;
      return this;
    }
  }

  /// Around an optimizer.
  ///
  /// @param rho the distance ρ, above 0; 0.05 in the paper
  /// @throws NetException if that optimizer evaluates the loss several times itself
  public Sam(Optimizer base, double rho) {
    this(base, rho, _ -> {});
  }

  /// Around an optimizer, with options.
  ///
  /// @throws NetException as for [#Sam(Optimizer,double)]
  public Sam(Optimizer base, double rho, Consumer<Options> choose) {
    Given.require("base", base);
    Given.require("choose", choose);
    super(base);
    if (base.evaluatesAgain()) {
      throw new NetException(
          "Sam goes around an optimizer that evaluates the loss once, such as Sgd, and "
              + base.getClass().getSimpleName()
              + " evaluates it several times.");
    }
    this.base = base;
    this.rho = Checks.atLeast("distance ρ", Checks.positive("distance ρ", rho), 0);
    this.options = new Options();
    choose.accept(options);
  }

  @Override
  public boolean evaluatesAgain() {
    return true;
  }

  @Override
  double stepBy(DoubleSupplier closure) {
    double loss = closure.getAsDouble();
    var moved =
        states().stream()
            .flatMap(state -> state.group().tensors().stream())
            .filter(Tensor::hasGrad)
            .toList();
    var before = moved.stream().map(Tensor::copy).toList();
    try {
      climb(moved);
      double _ = closure.getAsDouble();
    } finally {
      for (int i = 0; i < before.size(); i++) {
        moved.get(i).copy_(before.get(i));
      }
    }
    base.stepGroups();
    return loss;
  }

  private void climb(List<Tensor> parameters) {
    double square = 0;
    var directions = new ArrayList<Tensor>();
    for (var parameter : parameters) {
      var gradient = parameter.grad();
      var weighed = options.adaptive ? gradient.mul(parameter.abs()) : gradient;
      square += Math.pow(weighed.norm().item(), 2);
      directions.add(options.adaptive ? weighed.mul(parameter.abs()) : gradient);
    }
    double scale = rho / (Math.sqrt(square) + EPS);
    for (int i = 0; i < directions.size(); i++) {
      parameters.get(i).add_(directions.get(i), scale);
    }
  }

  @Override
  void step(GroupState group) {
    base.step(group);
  }
}
