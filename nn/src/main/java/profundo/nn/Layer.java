package profundo.nn;

import profundo.tensor.Tensor;

/// Anything that maps a tensor to a tensor, so that `Tensor::relu` is one.
///
/// A layer with parameters is a [Net] as well.
@FunctionalInterface
public interface Layer {
  /// The output for this input.
  Tensor forward(Tensor x);
}
