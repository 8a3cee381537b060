package profundo.nn;

import profundo.tensor.Tensor;

/// A tensor of a net with its full name, such as `encoder.layers.0.weight`.
public record Parameter(String name, Tensor tensor) {
  /// Checks that an optimizer can step this: the tensor is of floating-point numbers, was not
  /// computed, and owns its memory.
  ///
  /// @throws NetException if not
  public void requireTrainable() {
    requireMemory("parameter " + name, tensor, true);
    if (!tensor.dtype().isFloatingPoint()) {
      throw new NetException(
          "The parameter " + name + " is of " + tensor.dtype() + ": no gradient changes integers.");
    }
  }

  /// Wants a tensor whose elements each have a place of their own in memory and, to be trained, one
  /// that was not computed and is no part of a larger tensor.
  static void requireMemory(String what, Tensor tensor, boolean trained) {
    if (!tensor.isDense()) {
      throw new NetException(
          "The "
              + what
              + ", "
              + tensor.shape()
              + ", repeats numbers or leaves gaps in memory, as expand and slices do: give it"
              + " memory of its own with copy().");
    }
    if (trained && tensor.isPart()) {
      throw new NetException(
          "The "
              + what
              + ", "
              + tensor.shape()
              + ", is a part of a larger tensor, as narrow makes them: give it memory of its own"
              + " with copy().");
    }
    if (trained && !tensor.isLeaf()) {
      throw new NetException(
          "The "
              + what
              + ", "
              + tensor.shape()
              + ", was computed from a tensor that requires a gradient, and would get none itself:"
              + " register tensor.detach().copy().");
    }
  }
}
