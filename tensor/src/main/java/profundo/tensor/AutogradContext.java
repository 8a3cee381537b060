package profundo.tensor;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Node;
import org.jspecify.annotations.Nullable;

/// What one application of an [AutogradFunction] keeps from its forward to its backward.
public final class AutogradContext {
  private final String function;
  private final boolean[] needed;
  private final List<Tensor> kept = new ArrayList<>();
  private final @Nullable SavedTensors saved;
  private final @Nullable Node node;

  private AutogradContext(
      String function, boolean[] needed, @Nullable SavedTensors saved, @Nullable Node node) {
    this.function = function;
    this.needed = needed;
    this.saved = saved;
    this.node = node;
  }

  static AutogradContext ofForward(String function, boolean[] needed) {
    return new AutogradContext(function, needed, null, null);
  }

  /// @param node where the backward pass is
  static AutogradContext ofBackward(
      String function, boolean[] needed, SavedTensors saved, Node node) {
    return new AutogradContext(function, needed, saved, node);
  }

  /// Keeps tensors for the backward: inputs, outputs, and constants. They live as long as the
  /// graph, or until a backward pass that does not keep it, and are not to be changed in place.
  ///
  /// Of inputs and outputs the graph is known, so that gradients of gradients pass through them.
  /// What else was computed on the way is only good for first gradients, unless it is of integers
  /// or truth values.
  ///
  /// @throws TensorException in the backward
  public void save(Tensor... tensors) {
    NullArgument.require(function, "tensors", tensors);
    if (saved != null) {
      throw new TensorException(function + ": save(…) is for the forward, and this is backward.");
    }
    for (var tensor : tensors) {
      kept.add(NullArgument.require(function, "a saved tensor", tensor));
    }
  }

  /// What the forward saved, in its order from 0.
  ///
  /// @throws TensorException if nothing is there; if it was changed in place since; if an earlier
  ///   pass gave the graph back; if gradients of gradients are computed and it is neither an input
  ///   nor an output
  public Tensor saved(int index) {
    if (saved == null || node == null) {
      throw new TensorException(function + ": saved(…) is for the backward, and this is forward.");
    }
    return saved.get(index, node);
  }

  /// Whether the gradient of an input, from 0, is wanted: in the forward at all, in the backward by
  /// this pass.
  ///
  /// @throws TensorException if there is no such input
  public boolean needsGradient(int input) {
    if (input < 0 || input >= needed.length) {
      throw new TensorException(
          function + ": there is no input " + input + ": there are " + needed.length + ".");
    }
    return needed[input];
  }

  List<Tensor> kept() {
    return kept;
  }
}
