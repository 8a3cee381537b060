package profundo.tensor;

import org.bytedeco.pytorch.global.torch;

/// Arithmetic and functions, element by element.
public sealed interface Pointwise permits Tensor {
  /// The elementwise sum; shapes broadcast.
  default Tensor add(Tensor other) {
    return Op.binary("add", this, other, torch::add);
  }

  /// The sum of each element and a number.
  default Tensor add(double value) {
    return Op.scalar("add", this, value, torch::add);
  }

  /// The sum of each element and an integer, which keeps an integer tensor's type.
  default Tensor add(long value) {
    return Op.scalar("add", this, value, torch::add);
  }

  /// The elementwise difference; shapes broadcast.
  default Tensor sub(Tensor other) {
    return Op.binary("sub", this, other, torch::sub);
  }

  /// The difference of each element and a number.
  default Tensor sub(double value) {
    return Op.scalar("sub", this, value, torch::sub);
  }

  /// The difference of each element and an integer, which keeps an integer tensor's type.
  default Tensor sub(long value) {
    return Op.scalar("sub", this, value, torch::sub);
  }

  /// The elementwise product; shapes broadcast.
  default Tensor mul(Tensor other) {
    return Op.binary("mul", this, other, torch::mul);
  }

  /// The product of each element and a number.
  default Tensor mul(double value) {
    return Op.scalar("mul", this, value, torch::mul);
  }

  /// The product of each element and an integer, which keeps an integer tensor's type.
  default Tensor mul(long value) {
    return Op.scalar("mul", this, value, torch::mul);
  }

  /// The elementwise quotient, of integers in single precision; shapes broadcast.
  default Tensor div(Tensor other) {
    return Op.binary("div", this, other, torch::div);
  }

  /// The quotient of each element and a number, of integers in single precision.
  default Tensor div(double value) {
    return Op.scalar("div", this, value, torch::div);
  }

  /// `this + scale · other`; shapes broadcast.
  default Tensor add(Tensor other, double scale) {
    return Op.of(
        "add",
        () -> torch.add(Op.raw(this), other.raw(), Local.current().scalar(scale)),
        this,
        other);
  }

  /// `this + scale · other` for an integer scale, which keeps an integer tensor's type.
  default Tensor add(Tensor other, long scale) {
    return Op.of(
        "add",
        () -> torch.add(Op.raw(this), other.raw(), Local.current().scalar(scale)),
        this,
        other);
  }

  /// A number minus each element.
  default Tensor rsub(double value) {
    return Op.scalar("rsub", this, value, torch::rsub);
  }

  /// An integer minus each element, which keeps an integer tensor's type.
  default Tensor rsub(long value) {
    return Op.scalar("rsub", this, value, torch::rsub);
  }

  /// Each element to the power of the other's.
  default Tensor pow(Tensor exponent) {
    return Op.binary("pow", this, exponent, torch::pow);
  }

  /// Each element to a power.
  default Tensor pow(double exponent) {
    return Op.scalar("pow", this, exponent, torch::pow);
  }

  /// Each element to an integer power, which keeps an integer tensor's type.
  default Tensor pow(long exponent) {
    return Op.scalar("pow", this, exponent, torch::pow);
  }

  /// The remainder with the sign of the divisor.
  default Tensor remainder(Tensor divisor) {
    return Op.binary("remainder", this, divisor, torch::remainder);
  }

  /// The remainder with the sign of the divisor.
  default Tensor remainder(long divisor) {
    DType.require("remainder", (Tensor) this, divisor);
    return Op.scalar("remainder", this, divisor, torch::remainder);
  }

  /// The larger of the two, element by element.
  default Tensor maximum(Tensor other) {
    return Op.binary("maximum", this, other, torch::maximum);
  }

  /// The smaller of the two, element by element.
  default Tensor minimum(Tensor other) {
    return Op.binary("minimum", this, other, torch::minimum);
  }

  /// The angle of the point (other, this), −π to π.
  default Tensor atan2(Tensor other) {
    return Op.binary("atan2", this, other, torch::atan2);
  }

  /// The negative.
  default Tensor neg() {
    return Op.unary("neg", this, torch::neg);
  }

  /// The absolute value; the modulus of a complex number.
  default Tensor abs() {
    return Op.unary("abs", this, torch::abs);
  }

  /// −1, 0 or 1.
  default Tensor sign() {
    return Op.unary("sign", this, torch::sign);
  }

  /// e to each element.
  default Tensor exp() {
    return Op.unary("exp", this, torch::exp);
  }

  /// e to each element, minus 1, exact near 0.
  default Tensor expm1() {
    return Op.unary("expm1", this, torch::expm1);
  }

  /// The natural logarithm.
  default Tensor log() {
    return Op.unary("log", this, torch::log);
  }

  /// The natural logarithm of 1 + x, exact near 0.
  default Tensor log1p() {
    return Op.unary("log1p", this, torch::log1p);
  }

  /// The logarithm to base 2.
  default Tensor log2() {
    return Op.unary("log2", this, torch::log2);
  }

  /// The logarithm to base 10.
  default Tensor log10() {
    return Op.unary("log10", this, torch::log10);
  }

  /// The square root.
  default Tensor sqrt() {
    return Op.unary("sqrt", this, torch::sqrt);
  }

  /// One over the square root.
  default Tensor rsqrt() {
    return Op.unary("rsqrt", this, torch::rsqrt);
  }

  /// The square.
  default Tensor square() {
    return Op.unary("square", this, torch::square);
  }

  /// One over each element.
  default Tensor reciprocal() {
    return Op.unary("reciprocal", this, torch::reciprocal);
  }

  /// The sine.
  default Tensor sin() {
    return Op.unary("sin", this, torch::sin);
  }

  /// The cosine.
  default Tensor cos() {
    return Op.unary("cos", this, torch::cos);
  }

  /// The tangent.
  default Tensor tan() {
    return Op.unary("tan", this, torch::tan);
  }

  /// The inverse sine.
  default Tensor asin() {
    return Op.unary("asin", this, torch::asin);
  }

  /// The inverse cosine.
  default Tensor acos() {
    return Op.unary("acos", this, torch::acos);
  }

  /// The inverse tangent.
  default Tensor atan() {
    return Op.unary("atan", this, torch::atan);
  }

  /// The hyperbolic sine.
  default Tensor sinh() {
    return Op.unary("sinh", this, torch::sinh);
  }

  /// The hyperbolic cosine.
  default Tensor cosh() {
    return Op.unary("cosh", this, torch::cosh);
  }

  /// The error function.
  default Tensor erf() {
    return Op.unary("erf", this, torch::erf);
  }

  /// The inverse of [#erf], for values between −1 and 1.
  default Tensor erfinv() {
    return Op.unary("erfinv", this, torch::erfinv);
  }

  /// The logarithm of the gamma function.
  default Tensor lgamma() {
    return Op.unary("lgamma", this, torch::lgamma);
  }

  /// The derivative of [#lgamma()].
  default Tensor digamma() {
    return Op.unary("digamma", this, torch::digamma);
  }

  /// The largest integer not above.
  default Tensor floor() {
    return Op.unary("floor", this, torch::floor);
  }

  /// The smallest integer not below.
  default Tensor ceil() {
    return Op.unary("ceil", this, torch::ceil);
  }

  /// The nearest integer, halves to even.
  default Tensor round() {
    return Op.unary("round", this, torch::round);
  }

  /// The integer part.
  default Tensor trunc() {
    return Op.unary("trunc", this, torch::trunc);
  }

  /// The fractional part.
  default Tensor frac() {
    return Op.unary("frac", this, torch::frac);
  }

  /// Each element, held between `low` and `high`.
  default Tensor clamp(double low, double high) {
    return clampMin(low).clampMax(high);
  }

  /// Each element, held between two integers, which keeps an integer tensor's type.
  default Tensor clamp(long low, long high) {
    return clampMin(low).clampMax(high);
  }

  /// Each element, at least `low`.
  default Tensor clampMin(double low) {
    return Op.scalar("clampMin", this, low, torch::clamp_min);
  }

  /// Each element, at least an integer, which keeps an integer tensor's type.
  default Tensor clampMin(long low) {
    DType.require("clampMin", (Tensor) this, low);
    return Op.scalar("clampMin", this, low, torch::clamp_min);
  }

  /// Each element, at most `high`.
  default Tensor clampMax(double high) {
    return Op.scalar("clampMax", this, high, torch::clamp_max);
  }

  /// Each element, at most an integer, which keeps an integer tensor's type.
  default Tensor clampMax(long high) {
    DType.require("clampMax", (Tensor) this, high);
    return Op.scalar("clampMax", this, high, torch::clamp_max);
  }

  /// `this · ln(other)`, 0 wherever this is 0; shapes broadcast.
  default Tensor xlogy(Tensor other) {
    return Op.binary("xlogy", this, other, torch::xlogy);
  }

  /// Zeros for what is not a number, the type's largest and smallest number for what is infinite.
  default Tensor nanToNum() {
    return Op.unary("nanToNum", this, torch::nan_to_num);
  }

  /// These numbers for what is not a number, infinite, and infinite below 0.
  default Tensor nanToNum(double nan, double posinf, double neginf) {
    return Op.of(
        "nanToNum",
        () ->
            Op.withDouble(
                nan,
                n ->
                    Op.withDouble(
                        posinf,
                        p -> Op.withDouble(neginf, m -> torch.nan_to_num(Op.raw(this), n, p, m)))),
        this);
  }

  /// `this + weight · (end − this)`.
  default Tensor lerp(Tensor end, double weight) {
    return Op.of(
        "lerp",
        () -> torch.lerp(Op.raw(this), end.raw(), Local.current().scalar(weight)),
        this,
        end);
  }
}
