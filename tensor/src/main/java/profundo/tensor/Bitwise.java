package profundo.tensor;

import org.bytedeco.pytorch.global.torch;

/// Integers and truth values, bit by bit. Shapes broadcast; the result is of the type that both are
/// promoted to.
///
/// Real and complex numbers are a [TensorException], and truth values cannot be shifted.
public sealed interface Bitwise permits Tensor {
  /// The bits that both have.
  default Tensor bitwiseAnd(Tensor other) {
    requireBits("bitwiseAnd", "other", other);
    return Op.binary("bitwiseAnd", this, other, torch::bitwise_and);
  }

  /// The bits that each element and an integer have.
  default Tensor bitwiseAnd(long value) {
    requireBits("bitwiseAnd", value);
    return Op.scalar("bitwiseAnd", this, value, torch::bitwise_and);
  }

  /// The bits that one of them has.
  default Tensor bitwiseOr(Tensor other) {
    requireBits("bitwiseOr", "other", other);
    return Op.binary("bitwiseOr", this, other, torch::bitwise_or);
  }

  /// The bits that each element or an integer has.
  default Tensor bitwiseOr(long value) {
    requireBits("bitwiseOr", value);
    return Op.scalar("bitwiseOr", this, value, torch::bitwise_or);
  }

  /// The bits that exactly one of them has.
  default Tensor bitwiseXor(Tensor other) {
    requireBits("bitwiseXor", "other", other);
    return Op.binary("bitwiseXor", this, other, torch::bitwise_xor);
  }

  /// The bits that exactly one of each element and an integer has.
  default Tensor bitwiseXor(long value) {
    requireBits("bitwiseXor", value);
    return Op.scalar("bitwiseXor", this, value, torch::bitwise_xor);
  }

  /// Every bit the other way; of a truth value, where it does not hold.
  default Tensor bitwiseNot() {
    requireBits("bitwiseNot", "x", (Tensor) this);
    return Op.unary("bitwiseNot", this, torch::bitwise_not);
  }

  /// The bits moved up by as many places as `places` says, those beyond the type lost.
  default Tensor bitwiseLeftShift(Tensor places) {
    requireBits("bitwiseLeftShift", "places", places);
    return Op.binary("bitwiseLeftShift", this, places, torch::bitwise_left_shift);
  }

  /// The bits moved up by this many places; see [#bitwiseLeftShift(Tensor)].
  default Tensor bitwiseLeftShift(long places) {
    requireBits("bitwiseLeftShift", places);
    return Op.scalar("bitwiseLeftShift", this, places, torch::bitwise_left_shift);
  }

  /// The bits moved down by as many places as `places` says; negative numbers stay negative.
  default Tensor bitwiseRightShift(Tensor places) {
    requireBits("bitwiseRightShift", "places", places);
    return Op.binary("bitwiseRightShift", this, places, torch::bitwise_right_shift);
  }

  /// The bits moved down by this many places; see [#bitwiseRightShift(Tensor)].
  default Tensor bitwiseRightShift(long places) {
    requireBits("bitwiseRightShift", places);
    return Op.scalar("bitwiseRightShift", this, places, torch::bitwise_right_shift);
  }

  private void requireBits(String op, long value) {
    requireBits(op, "x", (Tensor) this);
    DType.require(op, (Tensor) this, value);
  }

  private void requireBits(String op, String name, Tensor other) {
    var x = (Tensor) this;
    for (var tensor : new Tensor[] {x, NullArgument.require(op, name, other)}) {
      if (tensor.dtype().isFloatingPoint() || tensor.dtype().isComplex()) {
        throw new DTypeException(
            op,
            ""
                + (tensor == x ? "x" : name)
                + " is "
                + tensor.dtype()
                + ", and only integers and truth values have bits: use to(DType.INT64).",
            tensor.shape());
      }
    }
  }
}
