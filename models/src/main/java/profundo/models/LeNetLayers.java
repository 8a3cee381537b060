package profundo.models;

import java.util.stream.LongStream;
import profundo.nn.Init;
import profundo.nn.Layer;
import profundo.nn.Net;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// The layers of LeNet-5 (LeCun et al. 1998, section II-B). Those of `nn` draw first weights of
/// their own kind; these draw the paper's and nothing else.
final class LeNetLayers {
  private static final int KERNEL = 5;
  private static final int PLACES = KERNEL * KERNEL;
  private static final long[] ONE = {1, 1};
  private static final long[] NONE = {0, 0};

  private LeNetLayers() {}

  /// Section III-A: uniform within 2.4 over the number of inputs.
  private static Tensor weight(double inputs, long... shape) {
    return Init.uniform(Tensor.zeros(shape), -2.4 / inputs, 2.4 / inputs);
  }

  /// 5×5 kernels over one map.
  static final class Convolution extends Net implements Layer {
    private final Tensor weight;
    private final Tensor bias;
    private final int maps;

    Convolution(int maps) {
      this.maps = maps;
      weight = parameter(weight(PLACES, maps, 1, KERNEL, KERNEL));
      bias = parameter(Tensor.zeros(maps));
    }

    /// `[N, 1, H, W]` to `[N, maps, H − 4, W − 4]`.
    @Override
    public Tensor forward(Tensor x) {
      return output(x, () -> x.conv2d(weight, bias, ONE, NONE, ONE, 1));
    }

    @Override
    protected long multiplyAdds(Tensor input, Tensor output) {
      return output.numel() * PLACES;
    }

    @Override
    public String toString() {
      return "Conv2d 1→" + maps + ", 5×5";
    }
  }

  /// 5×5 kernels, each map over those maps of its input that a table names.
  static final class SparseConvolution extends Net implements Layer {
    private final Tensor weight;
    private final Tensor bias;
    private final Tensor places;
    private final int in;
    private final int maps;
    private final int kernels;

    /// @param table for each map those that it looks at
    SparseConvolution(int[][] table, int in) {
      this.in = in;
      this.maps = table.length;
      this.places = constant(places(table, in));
      this.kernels = (int) places.numel();
      weight = parameter(weight(4 * PLACES, kernels, PLACES));
      bias = parameter(Tensor.zeros(maps));
    }

    private static Tensor places(int[][] table, int in) {
      var places = LongStream.builder();
      for (int map = 0; map < table.length; map++) {
        for (int from : table[map]) {
          places.add((long) map * in + from);
        }
      }
      return Tensor.of(places.build().toArray());
    }

    /// `[N, in, H, W]` to `[N, maps, H − 4, W − 4]`.
    @Override
    public Tensor forward(Tensor x) {
      return output(x, () -> x.conv2d(dense(), bias, ONE, NONE, ONE, 1));
    }

    /// The kernels in their places among all, zeros elsewhere.
    private Tensor dense() {
      return Tensors.zeros(weight.dtype(), weight.device(), (long) maps * in, PLACES)
          .indexAdd(0, places, weight)
          .reshape(maps, in, KERNEL, KERNEL);
    }

    @Override
    protected long multiplyAdds(Tensor input, Tensor output) {
      return output.numel() / maps * kernels * PLACES;
    }

    @Override
    public String toString() {
      return "Conv2d " + in + "→" + maps + ", 5×5, " + kernels + " of " + in * maps + " kernels";
    }
  }

  /// The mean of 2×2 pixels, or the largest, times a coefficient, plus a bias, both learnt for each
  /// map.
  static final class Subsampling extends Net implements Layer {
    private final Tensor weight;
    private final Tensor bias;

    private final LeNet5.Pool pool;

    Subsampling(int maps, LeNet5.Pool pool) {
      this.pool = pool;
      weight = parameter(Tensor.ones(maps, 1, 1));
      bias = parameter(Tensor.zeros(maps, 1, 1));
    }

    /// `[N, maps, H, W]` to `[N, maps, H / 2, W / 2]`.
    @Override
    public Tensor forward(Tensor x) {
      return output(x, () -> pool.of(x).mul(weight).add(bias));
    }

    @Override
    protected long multiplyAdds(Tensor input, Tensor output) {
      return input.numel();
    }

    @Override
    public String toString() {
      return "Subsampling 2×2, " + (pool == LeNet5.Pool.MAX ? "largest" : "mean");
    }
  }

  /// Every unit sees every input.
  static final class FullyConnected extends Net implements Layer {
    private final Tensor weight;
    private final Tensor bias;

    private final int in;
    private final int out;

    FullyConnected(int in, int out) {
      this.in = in;
      this.out = out;
      weight = parameter(weight(in, out, in));
      bias = parameter(Tensor.zeros(out));
    }

    /// `[N, in]` to `[N, out]`.
    @Override
    public Tensor forward(Tensor x) {
      return output(x, () -> x.linear(weight, bias));
    }

    @Override
    protected long multiplyAdds(Tensor input, Tensor output) {
      return output.numel() * in;
    }

    @Override
    public String toString() {
      return "Linear " + in + "→" + out;
    }
  }

  /// Equation 7: the squared distance to the code of each class.
  static final class RadialBasis extends Net implements Layer {
    private final Tensor codes;
    private final long units;
    private final long classes;

    /// @param codes `[classes, 84]`
    RadialBasis(Tensor codes) {
      this.units = codes.size(1);
      this.classes = codes.size(0);
      this.codes = buffer(codes);
    }

    /// `[N, 84]` to `[N, classes]`.
    @Override
    public Tensor forward(Tensor x) {
      return output(x, () -> x.unsqueeze(1).sub(codes).square().sum(-1));
    }

    @Override
    protected long multiplyAdds(Tensor input, Tensor output) {
      return output.numel() * units;
    }

    @Override
    public String toString() {
      return "RBF " + units + "→" + classes;
    }
  }
}
