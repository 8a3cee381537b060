package profundo.nn;

import profundo.tensor.DType;
import profundo.tensor.Device;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// Batch normalisation (Ioffe & Szegedy 2015, algorithm 1): y = γ · (x − mean) / √(variance + ε) +
/// β for each channel. In training the moments are the batch's, and move the running ones, which
/// evaluation uses.
///
/// A frozen one, or one in evaluation, leaves the running moments as they are. A batch with a
/// single value of a channel has no variance and is refused in training.
///
/// γ starts at 1, β at 0, the running moments at 0 and 1; the momentum is 0.1 and ε 10⁻⁵, as in
/// PyTorch.
public abstract sealed class BatchNorm extends Net implements Layer
    permits BatchNorm1d, BatchNorm2d, BatchNorm3d {
  private static final double MOMENTUM = 0.1;
  private static final double EPS = 1e-5;

  private final long channels;
  private final double momentum;
  private final double eps;

  /// γ, `[C]`.
  public final Tensor weight;

  /// β, `[C]`.
  public final Tensor bias;

  /// The moving mean of the batches' means, `[C]`.
  public final Tensor runningMean;

  /// The moving mean of the batches' unbiased variances, `[C]`.
  public final Tensor runningVar;

  /// How many batches have been seen in training.
  public final Tensor numBatchesTracked;

  BatchNorm(long channels) {
    this(channels, MOMENTUM, EPS);
  }

  BatchNorm(long channels, double momentum, double eps) {
    this.channels = Sizes.atLeast("the number of channels", 1, channels)[0];
    if (!(momentum >= 0 && momentum <= 1) || !(eps >= 0 && eps < Double.POSITIVE_INFINITY)) {
      throw new NetException(
          "Batch normalisation takes a momentum of 0 to 1 and an ε of 0 or more, not "
              + momentum
              + " and "
              + eps
              + ".");
    }
    this.momentum = momentum;
    this.eps = eps;
    this.weight = parameter(Tensor.ones(channels));
    this.bias = parameter(Tensor.zeros(channels));
    this.runningMean = buffer(Tensor.zeros(channels));
    this.runningVar = buffer(Tensor.ones(channels));
    this.numBatchesTracked = buffer(Tensors.zeros(DType.INT64, Device.CPU));
  }

  final Tensor normalise(Tensor x, int least, int most) {
    Inputs.batch(this, x, least, most, channels);
    boolean training = training() && !frozen();
    if (training && x.numel() / channels < 2) {
      throw wrongShape(
          "training wants two values of each channel or more, to have a variance: x is "
              + x.shape()
              + ": leave out the last batch where it is one sample, or call eval()",
          x);
    }
    return output(
        x,
        () -> {
          var y = x.batchNorm(weight, bias, runningMean, runningVar, training, momentum, eps);
          if (training) {
            numBatchesTracked.add_(1);
          }
          return y;
        });
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + " " + channels;
  }
}
