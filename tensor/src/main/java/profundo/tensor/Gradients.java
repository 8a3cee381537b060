package profundo.tensor;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Automatic differentiation.
public sealed interface Gradients permits Tensor {
  /// Whether gradients of this tensor are wanted, or it was computed from one whose are.
  default boolean requiresGrad() {
    return Op.read("requiresGrad", () -> Op.raw(this).requires_grad(), this);
  }

  /// Says whether gradients of this tensor are wanted, and returns it.
  ///
  /// @throws TensorException for a tensor of integers, or one that was computed
  default Tensor requiresGrad(boolean wanted) {
    return Op.inPlace("requiresGrad", this, () -> Op.raw(this).set_requires_grad(wanted))
        .wantsGradient();
  }

  /// Adds the gradient of this scalar to [#grad()] of every tensor that it was computed from and
  /// that wants one.
  ///
  /// @throws TensorException if another thread reads or changes these gradients now
  default void backward() {
    try (var _ = GradientUse.compute((Tensor) this)) {
      BackwardPass.run(() -> Op.inPlace("backward", this, () -> Op.raw(this).backward()));
    }
  }

  /// As [#backward()], starting from a gradient of this tensor's shape.
  ///
  /// @param keepGraph whether the graph can be used again
  /// @param createGraph whether the gradients can be differentiated in their turn
  default void backward(Tensor gradient, boolean keepGraph, boolean createGraph) {
    try (var _ = GradientUse.compute((Tensor) this)) {
      BackwardPass.run(() ->
          Op.inPlace(
              "backward",
              this,
              () ->
                  Op.raw(this)
                      .backward(
                          gradient.raw(),
                          keepGraph || createGraph ? Op.TRUE : Op.FALSE,
                          createGraph,
                          Op.NO_LIST),
              gradient));
    }
  }

  /// Calls a function with this tensor's gradient in every backward pass, before the gradient goes
  /// on: what it returns goes on in its place, of the same shape and type; null leaves it as it is.
  ///
  /// What the function computes on the way is given back. What it throws ends the pass and reaches
  /// the caller of the pass as it is; of gradients that were added before nothing is undone. It is
  /// held as long as the graph, or as the tensor where that was not computed.
  ///
  /// @return what takes it out again
  /// @throws TensorException if the tensor requires no gradient, and on Windows
  default GradientHook registerHook(Function<Tensor, @Nullable Tensor> function) {
    NullArgument.require("registerHook", "function", function);
    return GradientHook.register((Tensor) this, function);
  }

  /// Whether a gradient has been computed.
  default boolean hasGrad() {
    return Op.read("hasGrad", () -> Op.raw(this).grad().defined(), this);
  }

  /// The gradient that [#backward()] computed; shares memory with the original.
  ///
  /// @throws TensorException if there is none
  default Tensor grad() {
    if (!hasGrad()) {
      throw new TensorException(
          "grad: there is no gradient yet: call requiresGrad(true) before the computation and"
              + " backward() on its result: "
              + ((Tensor) this).shape()
              + ".");
    }
    try (var _ = GradientUse.read((Tensor) this)) {
      return Op.of("grad", () -> new org.bytedeco.pytorch.Tensor(Op.raw(this).grad()), this);
    }
  }

  /// Forgets the gradient.
  default void zeroGrad() {
    try (var _ = GradientUse.change("zeroGrad()", List.of((Tensor) this))) {
      Op.run("zeroGrad", () -> Op.raw(this).mutable_grad().reset(), this);
    }
  }

  /// The same memory outside the graph: gradients do not pass.
  default Tensor detach() {
    return Op.of("detach", () -> Op.raw(this).detach(), this);
  }

  /// Whether the tensor was not computed from one that requires gradients.
  default boolean isLeaf() {
    return Op.read("isLeaf", () -> Op.raw(this).is_leaf(), this);
  }

  /// Makes [#backward()] keep the gradient of a tensor that was computed.
  default Tensor retainGrad() {
    return Op.inPlace("retainGrad", this, () -> Op.raw(this).retain_grad()).wantsGradient();
  }

  /// Puts another tensor's numbers, shape, type and device in this one's place, and returns it:
  /// whoever holds this tensor, such as an optimizer, sees the change. Its [Tensor#segment()]s end,
  /// and what was computed from it before can no longer be differentiated.
  ///
  /// @throws TensorException if the tensor wants a gradient that another thread computes, reads or
  ///   changes now
  default Tensor setData(Tensor data) {
    try (var _ = GradientUse.change("setData()", List.of((Tensor) this))) {
      var result =
          Op.inPlace(
              "setData",
              this,
              () -> {
                var raw = Op.raw(this);
                raw.set_data(data.raw());
                if (!raw.is_inference()) {
                  raw.unsafeGetTensorImpl().bump_version();
                }
              },
              data);
      result.closeViews();
      return result;
    }
  }
}
