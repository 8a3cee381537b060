package profundo.nn;

import profundo.tensor.Tensor;

/// Anything that maps a tensor to a tensor, so that `Tensor::relu` is one.
///
/// A layer with parameters is a [Net] as well.
///
/// ```java
/// Layer halve = x -> x.mul(0.5);
/// Layer net = new Sequential(new Linear(784, 300), Tensor::relu, halve, new Linear(300, 10));
/// ```
@FunctionalInterface
public interface Layer {
  /// The output for this input.
  Tensor forward(Tensor x);
}
