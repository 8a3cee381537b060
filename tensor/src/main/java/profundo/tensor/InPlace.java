package profundo.tensor;

/// Changes in place; each returns the tensor itself.
///
/// An integer tensor takes integers; a number with a fraction is for tensors of real numbers.
public sealed interface InPlace permits Tensor {
  /// Adds the other tensor.
  default Tensor add_(Tensor other) {
    return Op.inPlace("add_", this, () -> Op.raw(this).add_(other.raw()), other);
  }

  /// Adds a number.
  default Tensor add_(double value) {
    return Op.inPlace("add_", this, () -> Op.raw(this).add_(Local.current().scalar(value)));
  }

  /// Adds an integer.
  default Tensor add_(long value) {
    return Op.inPlace("add_", this, () -> Op.raw(this).add_(Local.current().scalar(value)));
  }

  /// Subtracts the other tensor.
  default Tensor sub_(Tensor other) {
    return Op.inPlace("sub_", this, () -> Op.raw(this).sub_(other.raw()), other);
  }

  /// Subtracts a number.
  default Tensor sub_(double value) {
    return Op.inPlace("sub_", this, () -> Op.raw(this).sub_(Local.current().scalar(value)));
  }

  /// Subtracts an integer.
  default Tensor sub_(long value) {
    return Op.inPlace("sub_", this, () -> Op.raw(this).sub_(Local.current().scalar(value)));
  }

  /// Multiplies by the other tensor.
  default Tensor mul_(Tensor other) {
    return Op.inPlace("mul_", this, () -> Op.raw(this).mul_(other.raw()), other);
  }

  /// Multiplies by a number.
  default Tensor mul_(double value) {
    return Op.inPlace("mul_", this, () -> Op.raw(this).mul_(Local.current().scalar(value)));
  }

  /// Multiplies by an integer.
  default Tensor mul_(long value) {
    return Op.inPlace("mul_", this, () -> Op.raw(this).mul_(Local.current().scalar(value)));
  }

  /// Divides by the other tensor.
  default Tensor div_(Tensor other) {
    return Op.inPlace("div_", this, () -> Op.raw(this).div_(other.raw()), other);
  }

  /// Divides by a number.
  default Tensor div_(double value) {
    return Op.inPlace("div_", this, () -> Op.raw(this).div_(Local.current().scalar(value)));
  }

  /// Adds `scale · other`.
  default Tensor add_(Tensor other, double scale) {
    return Op.inPlace(
        "add_", this, () -> Op.raw(this).add_(other.raw(), Local.current().scalar(scale)), other);
  }

  /// Adds `scale · other` for an integer scale.
  default Tensor add_(Tensor other, long scale) {
    return Op.inPlace(
        "add_", this, () -> Op.raw(this).add_(other.raw(), Local.current().scalar(scale)), other);
  }

  /// Adds `scale · a · b`.
  default Tensor addcmul_(Tensor a, Tensor b, double scale) {
    return Op.inPlace(
        "addcmul_",
        this,
        () -> Op.raw(this).addcmul_(a.raw(), b.raw(), Local.current().scalar(scale)),
        a,
        b);
  }

  /// Adds `scale · a · b` for an integer scale.
  default Tensor addcmul_(Tensor a, Tensor b, long scale) {
    return Op.inPlace(
        "addcmul_",
        this,
        () -> Op.raw(this).addcmul_(a.raw(), b.raw(), Local.current().scalar(scale)),
        a,
        b);
  }

  /// Adds `scale · a / b`.
  default Tensor addcdiv_(Tensor a, Tensor b, double scale) {
    return Op.inPlace(
        "addcdiv_",
        this,
        () -> Op.raw(this).addcdiv_(a.raw(), b.raw(), Local.current().scalar(scale)),
        a,
        b);
  }

  /// Moves towards `end`: `this + weight · (end − this)`.
  default Tensor lerp_(Tensor end, double weight) {
    return Op.inPlace(
        "lerp_", this, () -> Op.raw(this).lerp_(end.raw(), Local.current().scalar(weight)), end);
  }

  /// Holds each element between `low` and `high`.
  default Tensor clamp_(double low, double high) {
    var local = Local.current();
    return Op.inPlace(
        "clamp_",
        this,
        () -> {
          Op.raw(this).clamp_min_(local.scalar(low));
          Op.raw(this).clamp_max_(local.scalar(high));
        });
  }

  /// Holds each element between two integers.
  default Tensor clamp_(long low, long high) {
    DType.require("clamp_", (Tensor) this, low);
    DType.require("clamp_", (Tensor) this, high);
    var local = Local.current();
    return Op.inPlace(
        "clamp_",
        this,
        () -> {
          Op.raw(this).clamp_min_(local.scalar(low));
          Op.raw(this).clamp_max_(local.scalar(high));
        });
  }

  /// Takes the square root.
  default Tensor sqrt_() {
    return Op.inPlace("sqrt_", this, () -> Op.raw(this).sqrt_());
  }

  /// Copies another tensor's elements here, from any device and type; shapes broadcast.
  default Tensor copy_(Tensor source) {
    return Op.inPlace("copy_", this, () -> Op.raw(this).copy_(source.raw()), source);
  }

  /// Writes zeros.
  default Tensor zero_() {
    return Op.inPlace("zero_", this, () -> Op.raw(this).zero_());
  }

  /// Writes a number everywhere.
  default Tensor fill_(double value) {
    return Op.inPlace("fill_", this, () -> Op.raw(this).fill_(Local.current().scalar(value)));
  }

  /// Writes an integer everywhere.
  default Tensor fill_(long value) {
    DType.require("fill_", (Tensor) this, value);
    return Op.inPlace("fill_", this, () -> Op.raw(this).fill_(Local.current().scalar(value)));
  }

  /// Writes a number wherever the mask holds.
  default Tensor maskedFill_(Tensor mask, double value) {
    return Op.inPlace(
        "maskedFill_",
        this,
        () -> Op.raw(this).masked_fill_(mask.raw(), Local.current().scalar(value)),
        mask);
  }

  /// Writes an integer wherever the mask holds.
  default Tensor maskedFill_(Tensor mask, long value) {
    DType.require("maskedFill_", (Tensor) this, value);
    return Op.inPlace(
        "maskedFill_",
        this,
        () -> Op.raw(this).masked_fill_(mask.raw(), Local.current().scalar(value)),
        mask);
  }

  /// Draws from the normal distribution with this mean and standard deviation.
  default Tensor normal_(double mean, double std) {
    return Op.inPlace("normal_", this, () -> Op.raw(this).normal_(mean, std, Rng.DEFAULT));
  }

  /// Draws from the uniform distribution over `from` to `to`.
  default Tensor uniform_(double from, double to) {
    return Op.inPlace("uniform_", this, () -> Op.raw(this).uniform_(from, to, Rng.DEFAULT));
  }

  /// Draws 1 with this probability, else 0.
  default Tensor bernoulli_(double probability) {
    return Op.inPlace("bernoulli_", this, () -> Op.raw(this).bernoulli_(probability, Rng.DEFAULT));
  }
}
