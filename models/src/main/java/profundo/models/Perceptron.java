package profundo.models;

import profundo.nn.Layer;
import profundo.nn.Linear;
import profundo.nn.Net;
import profundo.tensor.Grad;
import profundo.tensor.Tensor;

/// A linear threshold unit (Rosenblatt 1958): it says 1 where w·x + b > 0, and 0 elsewhere.
public final class Perceptron extends Net implements Layer {
  private final Linear unit;

  /// A unit with so many inputs.
  public Perceptron(long inputs) {
    unit = new Linear(inputs, 1);
  }

  /// `[N, inputs]` to zeros and ones `[N, 1]`.
  @Override
  public Tensor forward(Tensor x) {
    return unit.forward(x).gt(0).to(x.dtype());
  }

  /// Rosenblatt's rule: w ← w + (y − ŷ) x, which ends after finitely many mistakes if the classes
  /// can be parted by a line.
  ///
  /// @param x `[N, inputs]`
  /// @param y zeros and ones `[N, 1]`
  public void learn(Tensor x, Tensor y) {
    try (var _ = Grad.noGrad()) {
      var wrong = y.sub(forward(x));
      var state = stateDict();
      state.get("unit.weight").add_(wrong.transpose(0, 1).matmul(x));
      state.get("unit.bias").add_(wrong.sum());
    }
  }
}
