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
  /// @param who gives it
  void require(String operation, String who, Tensor gradient) {
    var given = Kind.of(gradient);
    var problem = who + " " + given + " as the gradient of " + this + ".";
    if (!given.shape.equals(shape)) {
      throw new ShapeException(operation, problem, given.shape, shape);
    }
    if (given.dtype != dtype) {
      throw new DTypeException(operation, problem, given.shape, shape);
    }
    if (!given.device.equals(device)) {
      throw new TensorException(operation + ": " + problem);
    }
  }

  @Override
  public String toString() {
    return shape + " " + dtype + " on " + device;
  }
}
