package profundo.nn;

import org.jspecify.annotations.Nullable;
import profundo.tensor.DType;
import profundo.tensor.Device;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// Instance normalisation (Ulyanov et al. 2016): y = γ · (x − mean) / √(variance + ε) + β, with the
/// moments of each channel of each sample, in evaluation as in training.
///
/// There are no γ and β unless said, and ε is 10⁻⁵, as in PyTorch; γ starts at 1, β at 0.
///
/// With `trackRunningStats` training moves running moments, by the means over the batch of the
/// samples' means and unbiased variances, and evaluation uses those in the samples' place. They
/// start at 0 and 1. A frozen one leaves them as they are.
public abstract sealed class InstanceNorm extends Net implements Layer
    permits InstanceNorm1d, InstanceNorm2d {
  private final long channels;
  private final double eps;
  private final double momentum;

  /// γ, `[C]`; null unless asked for.
  public final @Nullable Tensor weight;

  /// β, `[C]`; null unless asked for.
  public final @Nullable Tensor bias;

  /// The moving mean of the samples' means, `[C]`; null unless asked for.
  public final @Nullable Tensor runningMean;

  /// The moving mean of the samples' unbiased variances, `[C]`; null unless asked for.
  public final @Nullable Tensor runningVar;

  /// There for the state dict, where PyTorch too leaves it at 0; null unless the moments are asked
  /// for.
  public final @Nullable Tensor numBatchesTracked;

  InstanceNorm(
      long channels, double eps, double momentum, boolean affine, boolean trackRunningStats) {
    this.channels = Sizes.atLeast("the number of channels", 1, channels)[0];
    if (!(eps >= 0 && eps < Double.POSITIVE_INFINITY)) {
      throw new NetException("Instance normalisation takes an ε of 0 or more, not " + eps + ".");
    }
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new NetException(
          "Instance normalisation takes a momentum of 0 to 1, not " + momentum + ".");
    }
    this.eps = eps;
    this.momentum = momentum;
    this.weight = affine ? parameter(Tensor.ones(channels)) : null;
    this.bias = affine ? parameter(Tensor.zeros(channels)) : null;
    this.runningMean = trackRunningStats ? buffer(Tensor.zeros(channels)) : null;
    this.runningVar = trackRunningStats ? buffer(Tensor.ones(channels)) : null;
    this.numBatchesTracked =
        trackRunningStats ? buffer(Tensors.zeros(DType.INT64, Device.CPU)) : null;
  }

  final Tensor normalise(Tensor x, int dims) {
    Inputs.batch(this, x, dims, dims, channels);
    if (runningMean == null || runningVar == null) {
      return output(x, () -> x.instanceNorm(weight, bias, eps));
    }
    if (!training() || frozen()) {
      return output(
          x, () -> x.batchNorm(weight, bias, runningMean, runningVar, false, momentum, eps));
    }
    return output(
        x,
        () -> {
          var y = x.instanceNorm(weight, bias, eps);
          move(x, runningMean, runningVar);
          return y;
        });
  }

  private void move(Tensor x, Tensor mean, Tensor variance) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      var samples = x.detach().flatten(2);
      mean.lerp_(samples.mean(2).mean(0).to(mean.dtype()), momentum);
      variance.lerp_(samples.var(true, false, 2).mean(0).to(variance.dtype()), momentum);
    }
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + " " + channels;
  }
}
