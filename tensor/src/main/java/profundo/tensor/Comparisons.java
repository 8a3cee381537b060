package profundo.tensor;

import java.util.function.BiFunction;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;

/// Comparisons, which make tensors of truth values.
///
/// An integer tensor is compared with a number exactly, however large both are. Tensors of two
/// types are compared as the type that both are promoted to, which for integers beside single
/// precision is single precision.
public sealed interface Comparisons permits Tensor {
  /// Where each element equals the other's; a tensor of truth values.
  default Tensor eq(Tensor other) {
    return Op.binary("eq", this, other, torch::eq);
  }

  /// Where each element equals a number; a tensor of truth values.
  default Tensor eq(double value) {
    return compare("eq", value, torch::eq);
  }

  /// Where each element equals an integer; a tensor of truth values.
  default Tensor eq(long value) {
    return compare("eq", value, torch::eq);
  }

  /// Where each element differs from the other's; a tensor of truth values.
  default Tensor ne(Tensor other) {
    return Op.binary("ne", this, other, torch::ne);
  }

  /// Where each element differs from a number; a tensor of truth values.
  default Tensor ne(double value) {
    return compare("ne", value, torch::ne);
  }

  /// Where each element differs from an integer; a tensor of truth values.
  default Tensor ne(long value) {
    return compare("ne", value, torch::ne);
  }

  /// Where each element is below the other's; a tensor of truth values.
  default Tensor lt(Tensor other) {
    return Op.binary("lt", this, other, torch::lt);
  }

  /// Where each element is below a number; a tensor of truth values.
  default Tensor lt(double value) {
    return compare("lt", value, torch::lt);
  }

  /// Where each element is below an integer; a tensor of truth values.
  default Tensor lt(long value) {
    return compare("lt", value, torch::lt);
  }

  /// Where each element is at most the other's; a tensor of truth values.
  default Tensor le(Tensor other) {
    return Op.binary("le", this, other, torch::le);
  }

  /// Where each element is at most a number; a tensor of truth values.
  default Tensor le(double value) {
    return compare("le", value, torch::le);
  }

  /// Where each element is at most an integer; a tensor of truth values.
  default Tensor le(long value) {
    return compare("le", value, torch::le);
  }

  /// Where each element is above the other's; a tensor of truth values.
  default Tensor gt(Tensor other) {
    return Op.binary("gt", this, other, torch::gt);
  }

  /// Where each element is above a number; a tensor of truth values.
  default Tensor gt(double value) {
    return compare("gt", value, torch::gt);
  }

  /// Where each element is above an integer; a tensor of truth values.
  default Tensor gt(long value) {
    return compare("gt", value, torch::gt);
  }

  /// Where each element is at least the other's; a tensor of truth values.
  default Tensor ge(Tensor other) {
    return Op.binary("ge", this, other, torch::ge);
  }

  /// Where each element is at least a number; a tensor of truth values.
  default Tensor ge(double value) {
    return compare("ge", value, torch::ge);
  }

  /// Where each element is at least an integer; a tensor of truth values.
  default Tensor ge(long value) {
    return compare("ge", value, torch::ge);
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
    return Op.read(
        "equal",
        () ->
            Op.raw(this).scalar_type().value == other.raw().scalar_type().value
                && torch.equal(Op.raw(this), other.raw()),
        this,
        other);
  }

  /// Where `|this − other| ≤ atol + rtol · |other|`; not-a-number equals nothing. Shapes broadcast.
  ///
  /// @throws DTypeException if the types differ
  default Tensor isClose(Tensor other, double rtol, double atol) {
    var close =
        Op.of(
            "isClose",
            () -> torch.isclose(Op.raw(this), other.raw(), rtol, atol, false),
            this,
            other);
    return isReal("isClose") ? close : integersClose(other, rtol, atol);
  }

  /// As [#isClose(Tensor,double,double)] with PyTorch's tolerances, 10⁻⁵ of the other and 10⁻⁸.
  default Tensor isClose(Tensor other) {
    return isClose(other, 1e-5, 1e-8);
  }

  /// Whether `|this − other| ≤ atol + rtol · |other|` everywhere; not-a-number equals nothing.
  ///
  /// @throws DTypeException if the types differ
  default boolean allClose(Tensor other, double rtol, double atol) {
    boolean close =
        Op.read(
            "allClose",
            () -> torch.allclose(Op.raw(this), other.raw(), rtol, atol, false),
            this,
            other);
    if (isReal("allClose")) {
      return close;
    }
    try (var each = integersClose(other, rtol, atol);
        var all = each.all()) {
      return all.itemLong() != 0;
    }
  }

  /// As [#isClose] for integers, which libtorch compares in single precision.
  private Tensor integersClose(Tensor other, double rtol, double atol) {
    try (var scope = Scope.open()) {
      var a = ((Tensor) this).to(DType.INT64);
      var b = other.to(DType.INT64);
      var rough = a.to(DType.FLOAT64).sub(b.to(DType.FLOAT64)).abs();
      var exact = a.sub(b).abs().to(DType.FLOAT64);
      var distance = Tensors.where(rough.lt(0x1p62), exact, rough);
      var allowed = b.to(DType.FLOAT64).abs().mul(rtol).add(atol);
      return scope.keep(a.eq(b).logicalOr(distance.le(allowed)));
    }
  }

  /// Compares with a number; where libtorch would take integers for single precision, exactly.
  private Tensor compare(
      String op,
      double value,
      BiFunction<org.bytedeco.pytorch.Tensor, Scalar, org.bytedeco.pytorch.Tensor> comparison) {
    if (value == Math.rint(value) && value >= -0x1p63 && value < 0x1p63) {
      return compare(op, (long) value, comparison);
    }
    if (isReal(op)) {
      return Op.scalar(op, this, value, comparison);
    }
    double beyond =
        Math.abs(value) > 0x1p62 ? Math.copySign(Double.POSITIVE_INFINITY, value) : value;
    try (var exact = ((Tensor) this).to(DType.FLOAT64)) {
      return Op.scalar(op, exact, beyond, comparison);
    }
  }

  /// Compares with an integer; where libtorch would take it for another of the tensor's type,
  /// exactly.
  private Tensor compare(
      String op,
      long value,
      BiFunction<org.bytedeco.pytorch.Tensor, Scalar, org.bytedeco.pytorch.Tensor> comparison) {
    if (value >= 0 && value <= Byte.MAX_VALUE || ((Tensor) this).dtype().holds(value)) {
      return Op.scalar(op, this, value, comparison);
    }
    try (var exact = ((Tensor) this).to(DType.INT64)) {
      return Op.scalar(op, exact, value, comparison);
    }
  }

  /// Whether the elements are real or complex numbers, not integers or truth values.
  private boolean isReal(String op) {
    return Op.read(op, () -> Op.raw(this).is_floating_point() || Op.raw(this).is_complex(), this);
  }
}
