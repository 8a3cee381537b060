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
