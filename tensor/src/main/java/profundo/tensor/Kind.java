package profundo.tensor;

/// What a gradient has in common with its tensor: native code trusts the two to be alike.
record Kind(Shape shape, DType dtype, Device device) {
  static Kind of(Tensor tensor) {
    return new Kind(tensor.shape(), tensor.dtype(), tensor.device());
  }

  /// Whether such tensors have gradients.
  boolean isDifferentiable() {
    return dtype.isFloatingPoint() || dtype.isComplex();
  }

  /// Wants a gradient of this kind.
  ///
  /// @param what who gives it, as the beginning of the message
  void require(String what, Tensor gradient) {
    var given = Kind.of(gradient);
    if (!given.equals(this)) {
      throw new TensorException(what + " " + given + " as the gradient of " + this + ".");
    }
  }

  @Override
  public String toString() {
    return shape + " " + dtype + " on " + device;
  }
}
