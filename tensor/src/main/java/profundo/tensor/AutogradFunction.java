package profundo.tensor;

import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// A function with a backward of one's own, as PyTorch's `torch.autograd.Function`: for a gradient
/// that is known in closed form, that is to be another than the true one, or that libtorch cannot
/// find.
///
/// ```java
/// record Cube() implements AutogradFunction {
///   @Override
///   public List<Tensor> forward(AutogradContext context, List<Tensor> inputs) {
///     context.save(inputs.getFirst());
///     return List.of(inputs.getFirst().pow(3));
///   }
///
///   @Override
///   public List<Tensor> backward(AutogradContext context, List<Tensor> gradients) {
///     return List.of(gradients.getFirst().mul(context.saved(0).square()).mul(3));
///   }
/// }
///
/// Tensor y = new Cube().apply(x);
/// ```
///
/// Where one input becomes one output, two lambdas do: the straight-through estimator (Bengio et
/// al. 2013) is `AutogradFunction.of((_, x) -> x.round(), (_, gradient) -> gradient)`.
///
/// What the function needs besides tensors are its own fields. It is called by whichever threads
/// apply and differentiate it, so that what belongs to one application is in its [AutogradContext].
/// A gradient of the gradient passes where `backward` is written in differentiable operations,
/// through its gradients and through what was saved of the inputs and outputs.
///
/// There is no backward of one's own on Windows.
public interface AutogradFunction {
  /// Computes the outputs, without remembering how, in a scope of its own.
  ///
  /// @param inputs those that [#apply] was given; one that wants a gradient is not to be changed in
  ///   place
  /// @return at least one output. One that shares memory with an input or with an output before it
  ///   is copied. Those of integers or truth values have no gradient.
  List<Tensor> forward(AutogradContext context, List<Tensor> inputs);

  /// Computes the inputs' gradients from the outputs'. What it throws ends the backward pass and
  /// reaches the caller of the pass as it is.
  ///
  /// @param gradients one for each output, of its shape and type; zeros for an output that has no
  ///   gradient
  /// @return one for each input, of its shape, type and device; null for zeros. That of an input
  ///   that needs none is not looked at.
  List<@Nullable Tensor> backward(AutogradContext context, List<Tensor> gradients);

  /// Applies a function of one output.
  ///
  /// @throws TensorException if it has another number of outputs, or as for [#tensors]
  default Tensor apply(Tensor... inputs) {
    return FunctionCall.one(this, inputs);
  }

  /// Applies a function of any number of outputs.
  ///
  /// @throws TensorException if the function gives no output, changes an input in place that wants
  ///   a gradient, or saves a tensor that wants one and is no input
  default List<Tensor> tensors(Tensor... inputs) {
    return FunctionCall.all(this, inputs);
  }

  /// A function of one input and one output.
  ///
  /// @param backward of the output's gradient
  static AutogradFunction of(
      BiFunction<AutogradContext, Tensor, Tensor> forward,
      BiFunction<AutogradContext, Tensor, Tensor> backward) {
    NullArgument.require("AutogradFunction", "forward", forward);
    NullArgument.require("AutogradFunction", "backward", backward);
    return new SimpleFunction(forward, backward);
  }
}
