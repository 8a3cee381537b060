package profundo.tensor;

import org.bytedeco.pytorch.global.torch;

/// The nonlinearities of neural networks.
public sealed interface Activations permits Tensor {
  /// max(0, x).
  default Tensor relu() {
    return Op.unary("relu", this, torch::relu);
  }

  /// min(max(0, x), 6).
  default Tensor relu6() {
    return Op.unary("relu6", this, torch::relu6);
  }

  /// 1 / (1 + e^−x).
  default Tensor sigmoid() {
    return Op.unary("sigmoid", this, torch::sigmoid);
  }

  /// The logarithm of the sigmoid, without overflow.
  default Tensor logSigmoid() {
    return Op.unary("logSigmoid", this, torch::log_sigmoid);
  }

  /// The hyperbolic tangent.
  default Tensor tanh() {
    return Op.unary("tanh", this, torch::tanh);
  }

  /// x · Φ(x), the Gaussian error linear unit (Hendrycks & Gimpel 2016).
  default Tensor gelu() {
    return Op.unary("gelu", this, torch::gelu);
  }

  /// As [#gelu()], by an approximation: with `tanh`, x/2 · (1 + tanh(√(2/π) · (x + 0.044715 ·
  /// x³))), which GPT-2 and BERT's first code compute; with `none`, exactly.
  default Tensor gelu(String approximate) {
    NullArgument.require("gelu", "approximate", approximate);
    return Op.of("gelu", () -> torch.gelu(Op.raw(this), approximate), this);
  }

  /// x · sigmoid(x), also known as swish.
  default Tensor silu() {
    return Op.unary("silu", this, torch::silu);
  }

  /// The self-normalising unit (Klambauer et al. 2017).
  default Tensor selu() {
    return Op.unary("selu", this, torch::selu);
  }

  /// x · tanh(softplus(x)).
  default Tensor mish() {
    return Op.unary("mish", this, torch::mish);
  }

  /// log(1 + e^x), without overflow.
  default Tensor softplus() {
    return Op.unary("softplus", this, torch::softplus);
  }

  /// x where positive, else `slope` · x.
  default Tensor leakyRelu(double slope) {
    return Op.scalar("leakyRelu", this, slope, torch::leaky_relu);
  }

  /// x where positive, else e^x − 1.
  default Tensor elu() {
    return Op.unary("elu", this, torch::elu);
  }

  /// x where positive, else `weight` · x, with one weight or one for each channel.
  default Tensor prelu(Tensor weight) {
    return Op.binary("prelu", this, weight, torch::prelu);
  }

  /// x held between `low` and `high`.
  default Tensor hardtanh(double low, double high) {
    var local = Local.current();
    return Op.of(
        "hardtanh",
        () -> torch.hardtanh(Op.raw(this), local.scalar(low), local.scalar(high)),
        this);
  }

  /// The first half along a dimension times the sigmoid of the second.
  default Tensor glu(long dim) {
    return Op.of("glu", () -> torch.glu(Op.raw(this), dim), this);
  }

  /// Exponentials that sum to 1 along a dimension.
  default Tensor softmax(long dim) {
    return Op.of("softmax", () -> torch.softmax(Op.raw(this), dim), this);
  }

  /// The logarithm of [#softmax(long)], without overflow.
  default Tensor logSoftmax(long dim) {
    return Op.of("logSoftmax", () -> torch.log_softmax(Op.raw(this), dim), this);
  }

  /// In training, zeros elements with probability `p` and scales the rest by 1/(1 − p); else the
  /// same tensor (Srivastava et al. 2014).
  default Tensor dropout(double p, boolean training) {
    var x = (Tensor) this;
    if (training && DropoutMask.suits(x, p)) {
      try (var mask = DropoutMask.of(x, p)) {
        return x.mul(mask);
      }
    }
    return Op.of("dropout", () -> torch.dropout(Op.raw(this), p, training), this);
  }

  /// As [#dropout(double,boolean)] for whole channels of `[N, C, …]`.
  default Tensor featureDropout(double p, boolean training) {
    return Op.of("featureDropout", () -> torch.feature_dropout(Op.raw(this), p, training), this);
  }
}
