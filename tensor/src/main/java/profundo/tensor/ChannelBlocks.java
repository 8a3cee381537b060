package profundo.tensor;

import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.jspecify.annotations.Nullable;

/// Convolutions over whole blocks of channels.
///
/// On the processor oneDNN computes on blocks of 8 or 16 channels. Where the channels that it sums
/// over do not fill the last block, oneDNN 3.7 leaves the rest of it as the memory was, and adds
/// what comes of that to the sum: by chance nothing, or any number. So the rest is filled with
/// zeros here. Forwards the sum is over the input's channels, backwards, for the gradient of the
/// input, over the output's; a transposed convolution has the two exchanged. In bfloat16 results
/// are wrong where either does not fill its block, and with several groups.
record ChannelBlocks(
    Tensor x, Tensor weight, @Nullable Tensor bias, long groups, boolean transposed) {
  private static final long BLOCK = 16;

  /// So few channels of a picture are taken as they lie in memory, without blocks.
  private static final long DIRECT = 8;

  interface Convolution {
    Tensor of(Tensor x, Tensor weight, @Nullable Tensor bias);
  }

  /// The convolution of `[N, in, …]`, or of `[in, …]`, as it would be with memory that is zero.
  ///
  /// The weight is `[out, in / groups, …]`, transposed `[in, out / groups, …]`.
  Tensor convolve(Convolution convolution) {
    if (!usesBlocks() || !fits()) {
      return convolution.of(x, weight, bias);
    }
    if (groups > 1) {
      return isHalf() ? inSinglePrecision(convolution) : convolution.of(x, weight, bias);
    }
    long in = x.size(channels());
    long out = weight.size(transposed ? 1 : 0);
    long moreIn = missing(in, !transposed);
    long moreOut = isHalf() || wantsGradientOfInput() ? missing(out, transposed) : 0;
    if (moreIn == 0 && moreOut == 0) {
      return convolution.of(x, weight, bias);
    }
    var outer = more(weight, 0, transposed ? moreIn : moreOut);
    var whole = more(outer, 1, transposed ? moreOut : moreIn);
    var wholeBias = bias == null ? null : more(bias, 0, moreOut);
    var result = convolution.of(more(x, channels(), moreIn), whole, wholeBias);
    return moreOut == 0 ? result : result.narrow(channels(), 0, out);
  }

  private Tensor inSinglePrecision(Convolution convolution) {
    try (var _ = Autocast.off(Device.CPU)) {
      var single = DType.FLOAT32;
      var b = bias == null ? null : bias.to(single);
      return convolution.of(x.to(single), weight.to(single), b).to(DType.BFLOAT16);
    }
  }

  private boolean usesBlocks() {
    return x.device().type() == Device.Type.CPU
        && (x.dtype() == DType.FLOAT32 || x.dtype() == DType.BFLOAT16);
  }

  /// Whether these can be convolved at all; native code says why not.
  private boolean fits() {
    if (weight.dim() < 3
        || x.dim() > weight.dim()
        || x.dim() < weight.dim() - 1
        || groups < 1
        || weight.size(0) % groups != 0) {
      return false;
    }
    long in = transposed ? weight.size(0) : weight.size(1) * groups;
    long out = transposed ? weight.size(1) * groups : weight.size(0);
    return x.size(channels()) == in && (bias == null || (bias.dim() == 1 && bias.size(0) == out));
  }

  private int channels() {
    return x.dim() - weight.dim() + 1;
  }

  private boolean wantsGradientOfInput() {
    return x.requiresGrad() && Local.current().gradients();
  }

  /// How many channels would fill the last block.
  private long missing(long channels, boolean direct) {
    return direct && channels <= DIRECT && !isHalf() ? 0 : Math.floorMod(-channels, BLOCK);
  }

  private boolean isHalf() {
    return x.dtype() == DType.BFLOAT16 || torch.is_autocast_enabled(DeviceType.CPU);
  }

  /// Adds channels of zeros to a dimension.
  private static Tensor more(Tensor tensor, int dim, long count) {
    if (count == 0) {
      return tensor;
    }
    var pads = new long[2 * (tensor.dim() - dim)];
    pads[pads.length - 1] = count;
    return tensor.pad(0.0, pads);
  }
}
