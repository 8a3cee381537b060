package profundo.tensor;

import org.bytedeco.pytorch.global.torch;

/// Random draws that depend on the tensor. All use the default generator: see [Rng].
public sealed interface Sampling permits Tensor {
  /// 1 with each element's probability, else 0.
  default Tensor bernoulli() {
    return Op.unary("bernoulli", this, torch::bernoulli);
  }

  /// `count` class indices drawn from rows of weights that need not sum to 1, `[N, C]` to `[N,
  /// count]`.
  default Tensor multinomial(long count, boolean replacement) {
    return Op.of(
        "multinomial",
        () -> torch.multinomial(Op.raw(this), count, replacement, Rng.DEFAULT),
        this);
  }

  /// Draws from the standard normal distribution, of this tensor's shape, type and device.
  default Tensor randnLike() {
    return Op.unary("randnLike", this, torch::randn_like);
  }

  /// Draws from the uniform distribution over 0 to 1, of this tensor's shape, type and device.
  default Tensor randLike() {
    return Op.unary("randLike", this, torch::rand_like);
  }

  /// Zeros of this tensor's shape, type and device.
  default Tensor zerosLike() {
    return Op.unary("zerosLike", this, torch::zeros_like);
  }

  /// Ones of this tensor's shape, type and device.
  default Tensor onesLike() {
    return Op.unary("onesLike", this, torch::ones_like);
  }
}
