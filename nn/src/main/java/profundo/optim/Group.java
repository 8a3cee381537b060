package profundo.optim;

import java.util.List;
import profundo.base.Given;
import profundo.nn.Parameter;
import profundo.tensor.Tensor;

/// Parameters that are trained with the same learning rate and weight decay.
public final class Group {
  private final List<Parameter> parameters;
  private double lr;
  private double weightDecay;

  /// Parameters with a learning rate and no weight decay.
  public Group(List<Parameter> parameters, double lr) {
    this(parameters, lr, 0);
  }

  /// Parameters with a learning rate and a weight decay.
  public Group(List<Parameter> parameters, double lr, double weightDecay) {
    Given.require("parameters", parameters);
    this.parameters = List.copyOf(parameters);
    lr(lr);
    this.weightDecay = Checks.atLeast("weight decay", weightDecay, 0);
  }

  /// The parameters, in order.
  public List<Parameter> parameters() {
    return parameters;
  }

  /// The learning rate.
  public double lr() {
    return lr;
  }

  /// Sets the learning rate from the next step on.
  public void lr(double lr) {
    this.lr = Checks.atLeast("learning rate", lr, 0);
  }

  /// The weight decay.
  public double weightDecay() {
    return weightDecay;
  }

  /// Sets the weight decay from the next step on.
  public void weightDecay(double weightDecay) {
    this.weightDecay = Checks.atLeast("weight decay", weightDecay, 0);
  }

  List<Tensor> tensors() {
    return parameters.stream().map(Parameter::tensor).toList();
  }
}
