package profundo.bench;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// A net written with nothing but the binding.
abstract class BareNet {
  private static final double MOMENTUM = 0.1;
  private static final double EPS = 1e-5;

  final List<Tensor> parameters = new ArrayList<>();

  abstract Tensor forward(Tensor x);

  /// A weight and a bias.
  record Affine(Tensor weight, Tensor bias) {
    Tensor linear(Tensor x) {
      return torch.linear(x, weight, new TensorOptional(bias));
    }

    Tensor layerNorm(Tensor x) {
      return torch.layer_norm(
          x,
          new long[] {weight.size(0)},
          new TensorOptional(weight),
          new TensorOptional(bias),
          EPS,
          true);
    }
  }

  /// Batch normalisation and what it remembers.
  record Norm(Affine affine, Tensor mean, Tensor variance) {
    Tensor forward(Tensor x) {
      return torch.batch_norm(
          x,
          new TensorOptional(affine.weight),
          new TensorOptional(affine.bias),
          new TensorOptional(mean),
          new TensorOptional(variance),
          true,
          MOMENTUM,
          EPS,
          true);
    }
  }

  final Affine linear(long in, long out) {
    return new Affine(weight(in, out, in), weight(in, out));
  }

  final Affine layerNorm(long size) {
    return new Affine(constant(1, size), constant(0, size));
  }

  final Norm batchNorm(long channels) {
    return new Norm(layerNorm(channels), torch.zeros(channels), torch.ones(channels));
  }

  /// A parameter between ±1/√fanIn.
  final Tensor weight(double fanIn, long... shape) {
    var weight = torch.empty(shape);
    weight.uniform_(-1 / Math.sqrt(fanIn), 1 / Math.sqrt(fanIn), null);
    return trained(weight);
  }

  private Tensor constant(double value, long size) {
    var constant = torch.ones(size);
    constant.mul_(new org.bytedeco.pytorch.Scalar(value));
    return trained(constant);
  }

  private Tensor trained(Tensor parameter) {
    parameter.requires_grad_(true);
    parameters.add(parameter);
    return parameter;
  }

  static Tensor convolved(Tensor x, Tensor weight, TensorOptional bias, long stride, long padding) {
    return torch.conv2d(
        x,
        weight,
        bias,
        new long[] {stride, stride},
        new long[] {padding, padding},
        new long[] {1, 1},
        1);
  }
}
