package profundo.tensor;

import org.bytedeco.pytorch.global.torch;

/// Comparisons, which make tensors of truth values.
public sealed interface Comparisons permits Tensor {
  /// Where each element equals the other's; a tensor of truth values.
  default Tensor eq(Tensor other) {
    return Op.binary("eq", this, other, torch::eq);
  }

  /// Where each element equals a number; a tensor of truth values.
  default Tensor eq(double value) {
    return Op.scalar("eq", this, value, torch::eq);
  }

  /// Where each element differs from the other's; a tensor of truth values.
  default Tensor ne(Tensor other) {
    return Op.binary("ne", this, other, torch::ne);
  }

  /// Where each element differs from a number; a tensor of truth values.
  default Tensor ne(double value) {
    return Op.scalar("ne", this, value, torch::ne);
  }

  /// Where each element is below the other's; a tensor of truth values.
  default Tensor lt(Tensor other) {
    return Op.binary("lt", this, other, torch::lt);
  }

  /// Where each element is below a number; a tensor of truth values.
  default Tensor lt(double value) {
    return Op.scalar("lt", this, value, torch::lt);
  }

  /// Where each element is at most the other's; a tensor of truth values.
  default Tensor le(Tensor other) {
    return Op.binary("le", this, other, torch::le);
  }

  /// Where each element is at most a number; a tensor of truth values.
  default Tensor le(double value) {
    return Op.scalar("le", this, value, torch::le);
  }

  /// Where each element is above the other's; a tensor of truth values.
  default Tensor gt(Tensor other) {
    return Op.binary("gt", this, other, torch::gt);
  }

  /// Where each element is above a number; a tensor of truth values.
  default Tensor gt(double value) {
    return Op.scalar("gt", this, value, torch::gt);
  }

  /// Where each element is at least the other's; a tensor of truth values.
  default Tensor ge(Tensor other) {
    return Op.binary("ge", this, other, torch::ge);
  }

  /// Where each element is at least a number; a tensor of truth values.
  default Tensor ge(double value) {
    return Op.scalar("ge", this, value, torch::ge);
  }

  /// Where both hold.
  default Tensor logicalAnd(Tensor other) {
    return Op.binary("logicalAnd", this, other, torch::logical_and);
  }

  /// Where one of them holds.
  default Tensor logicalOr(Tensor other) {
    return Op.binary("logicalOr", this, other, torch::logical_or);
  }

  /// Where exactly one of them holds.
  default Tensor logicalXor(Tensor other) {
    return Op.binary("logicalXor", this, other, torch::logical_xor);
  }

  /// Where it does not hold.
  default Tensor logicalNot() {
    return Op.unary("logicalNot", this, torch::logical_not);
  }

  /// Where the element is not a number.
  default Tensor isNaN() {
    return Op.unary("isNaN", this, torch::isnan);
  }

  /// Where the element is infinite.
  default Tensor isInf() {
    return Op.unary("isInf", this, torch::isinf);
  }

  /// Where the element is a finite number.
  default Tensor isFinite() {
    return Op.unary("isFinite", this, torch::isfinite);
  }

  /// Whether both have the same shape, type and elements.
  default boolean equal(Tensor other) {
    return Op.read("equal", () -> torch.equal(Op.raw(this), other.raw()), this, other);
  }

  /// Whether `|this − other| ≤ atol + rtol · |other|` everywhere; not-a-number equals nothing.
  default boolean allClose(Tensor other, double rtol, double atol) {
    return Op.read(
        "allClose",
        () -> torch.allclose(Op.raw(this), other.raw(), rtol, atol, false),
        this,
        other);
  }
}
