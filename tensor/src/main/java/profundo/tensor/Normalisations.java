package profundo.tensor;

import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// Normalisation of activations.
public sealed interface Normalisations permits Tensor {
  /// Normalises each channel of `[N, C, …]` over the batch (Ioffe & Szegedy 2015). In training the
  /// batch's own moments are used and the running ones moved by `momentum`; else the running ones
  /// are used.
  default Tensor batchNorm(
      @Nullable Tensor weight,
      @Nullable Tensor bias,
      @Nullable Tensor runningMean,
      @Nullable Tensor runningVar,
      boolean training,
      double momentum,
      double eps) {
    return Op.of(
        "batchNorm",
        () ->
            torch.batch_norm(
                Op.raw(this),
                Op.optional(weight),
                Op.optional(bias),
                Op.optional(runningMean),
                Op.optional(runningVar),
                training,
                momentum,
                eps,
                true),
        this);
  }

  /// Normalises over the last dimensions, of sizes `shape` (Ba et al. 2016).
  default Tensor layerNorm(
      long[] shape, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
    NullArgument.require("layerNorm", "shape", shape);
    return Op.of(
        "layerNorm",
        () ->
            torch.layer_norm(
                Op.raw(this), shape, Op.optional(weight), Op.optional(bias), eps, true),
        this);
  }

  /// Normalises groups of channels of `[N, C, …]` (Wu & He 2018).
  default Tensor groupNorm(
      long groups, @Nullable Tensor weight, @Nullable Tensor bias, double eps) {
    return Op.of(
        "groupNorm",
        () ->
            dense(
                Op.raw(this),
                x ->
                    torch.group_norm(x, groups, Op.optional(weight), Op.optional(bias), eps, true)),
        this);
  }

  /// Normalises each channel of each sample of `[N, C, …]` by itself (Ulyanov et al. 2016).
  ///
  /// @throws ShapeException if a channel of a sample is one number, which has no variance
  default Tensor instanceNorm(@Nullable Tensor weight, @Nullable Tensor bias, double eps) {
    var input = (Tensor) this;
    if (input.dim() < 3 || input.numel() == input.size(0) * input.size(1)) {
      throw new ShapeException(
          "instanceNorm",
          "[N, C, …] with several numbers for each channel wanted: x is " + input.shape() + ".",
          input.shape());
    }
    long channels = input.size(1);
    return Op.of(
        "instanceNorm",
        () ->
            dense(
                input.raw(),
                x ->
                    torch.group_norm(
                        x, channels, Op.optional(weight), Op.optional(bias), eps, true)),
        this);
  }

  /// Divides by what `size` channels around each one of `[N, C, …]` hold (Krizhevsky et al. 2012,
  /// section 3.3, where α is not over the size): x / (k + α · mean of the squares)^β, with zeros
  /// beyond the first and last channel.
  default Tensor localResponseNorm(long size, double alpha, double beta, double k) {
    var x = (Tensor) this;
    KernelSettings.require("localResponseNorm", new long[] {size});
    if (size < 1 || x.dim() < 3 || !x.dtype().isFloatingPoint()) {
      var problem =
          "real numbers [N, C, …] and a size of 1 or more wanted: x is "
              + x.shape()
              + " "
              + x.dtype()
              + ", the size "
              + size
              + ".";
      throw x.dtype().isFloatingPoint()
          ? new ShapeException("localResponseNorm", problem, x.shape())
          : new DTypeException("localResponseNorm", problem, x.shape());
    }
    var pads = new long[2 * (x.dim() - 1)];
    pads[pads.length - 2] = size / 2;
    pads[pads.length - 1] = (size - 1) / 2;
    try (var scope = Scope.open()) {
      var around = x.square().pad(0.0, pads).unfold(1, size, 1).mean(-1);
      return scope.keep(x.div(around.mul(alpha).add(k).pow(beta)));
    }
  }

  /// Divides by the root of the mean square over the last dimensions (Zhang & Sennrich 2019).
  default Tensor rmsNorm(long[] shape, @Nullable Tensor weight) {
    NullArgument.require("rmsNorm", "shape", shape);
    return Op.of(
        "rmsNorm",
        () -> torch.rms_norm(Op.raw(this), shape, Op.optional(weight), Op.NO_DOUBLE),
        this);
  }

  /// Native code that goes backwards over channels-last numbers writes the gradient of the input
  /// also where nobody asked for it and there is no room for it.
  private static org.bytedeco.pytorch.Tensor dense(
      org.bytedeco.pytorch.Tensor x, UnaryOperator<org.bytedeco.pytorch.Tensor> call) {
    if (x.is_contiguous()) {
      return call.apply(x);
    }
    try (var dense = x.contiguous()) {
      return call.apply(dense);
    }
  }
}
