package profundo.nn;

import profundo.tensor.Tensor;

/// One step of a simple recurrent net, with tanh unless said: `[N, in]` and the state before it to
/// the state after it, `[N, hidden]`. It has one gate: the state itself.
public final class RNNCell extends RecurrentCell {
  /// What is applied to the sums.
  public enum Nonlinearity {
    /// The hyperbolic tangent.
    TANH,
    /// The rectifier.
    RELU
  }

  private final Nonlinearity nonlinearity;

  /// A cell with this many inputs and hidden units.
  public RNNCell(long in, long hidden) {
    this(in, hidden, true, Nonlinearity.TANH);
  }

  /// A cell with this many inputs and hidden units, with or without biases.
  public RNNCell(long in, long hidden, boolean bias, Nonlinearity nonlinearity) {
    super(1, in, hidden, bias);
    this.nonlinearity = Given.require("nonlinearity", nonlinearity);
  }

  /// The state after reading `x`.
  public Tensor forward(Tensor x, Tensor before) {
    check(x, before);
    return output(
        x,
        () ->
            switch (nonlinearity) {
              case TANH -> x.rnnTanhCell(before, weightIh, weightHh, biasIh, biasHh);
              case RELU -> x.rnnReluCell(before, weightIh, weightHh, biasIh, biasHh);
            });
  }
}
