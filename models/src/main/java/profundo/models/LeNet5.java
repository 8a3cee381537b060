package profundo.models;

import java.util.function.Supplier;
import profundo.base.Given;
import profundo.nn.Init;
import profundo.nn.Layer;
import profundo.nn.Net;
import profundo.nn.NetException;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// LeNet-5, "Gradient-based learning applied to document recognition" (LeCun, Bottou, Bengio &
/// Haffner 1998), figure 2: trainable subsampling, the sparse table of C3, and radial basis
/// functions at the output. 60,000 trainable parameters exactly.
public final class LeNet5 extends Net implements Layer {
  /// Table I: which maps of S2 each map of C3 looks at.
  private static final int[][] TABLE = {
    {0, 1, 2}, {1, 2, 3}, {2, 3, 4}, {3, 4, 5}, {0, 4, 5}, {0, 1, 5},
    {0, 1, 2, 3}, {1, 2, 3, 4}, {2, 3, 4, 5}, {0, 3, 4, 5}, {0, 1, 4, 5}, {0, 1, 2, 5},
    {0, 1, 3, 4}, {1, 2, 4, 5}, {0, 2, 3, 5}, {0, 1, 2, 3, 4, 5}
  };

  /// What a map of S2 and S4 takes of four neighbours, before its coefficient and its bias.
  public enum Pool {
    /// Their mean: the paper's subsampling.
    AVERAGE("AvgPool2d"),
    /// The largest of them.
    MAX("MaxPool2d");

    private final String layer;

    Pool(String layer) {
      this.layer = layer;
    }

    private Tensor of(Tensor x) {
      return this == MAX ? x.maxPool2d(2) : x.avgPool2d(2);
    }
  }

  private static final int MOST_CLASSES = 10;
  private static final int CONNECTIONS = 60;
  private static final long[] ONE = {1, 1};
  private static final long[] NONE = {0, 0};

  private final Pool pool;
  private final Tensor c1Weight = parameter(weight(25, 6, 1, 5, 5));
  private final Tensor c1Bias = parameter(Tensor.zeros(6));
  private final Tensor s2Weight = parameter(Tensor.ones(6, 1, 1));
  private final Tensor s2Bias = parameter(Tensor.zeros(6, 1, 1));
  private final Tensor c3Weight = parameter(weight(100, CONNECTIONS, 25));
  private final Tensor c3Bias = parameter(Tensor.zeros(16));
  private final Tensor s4Weight = parameter(Tensor.ones(16, 1, 1));
  private final Tensor s4Bias = parameter(Tensor.zeros(16, 1, 1));
  private final Tensor c5Weight = parameter(weight(400, 120, 400));
  private final Tensor c5Bias = parameter(Tensor.zeros(120));
  private final Tensor f6Weight = parameter(weight(120, 84, 120));
  private final Tensor f6Bias = parameter(Tensor.zeros(84));
  private final Tensor c3Places = constant(places());
  private final Tensor codes;

  private final transient Step c1Layer = new Step("C1 Conv2d 1→6, 5×5", 156, 6, 150);
  private final transient Step s2Layer;
  private final transient Step c3Layer = new Step("C3 Conv2d 6→16, 5×5", 1516, 16, 1500);
  private final transient Step s4Layer;
  private final transient Step c5Layer = new Step("C5 Conv2d 16→120, 5×5", 48_120, 120, 48_000);
  private final transient Step f6Layer = new Step("F6 Linear 120→84", 10_164, 84, 10_080);
  private final transient Step outLayer = new Step("RBF 84→10", 0, 10, 840);

  /// A layer of figure 2 as a summary shows it; its weights are this net's.
  private static final class Step extends Net {
    private final String name;
    private final long parameters;
    private final long maps;
    private final long multiplyAdds;

    /// @param multiplyAdds for one place of all maps
    Step(String name, long parameters, long maps, long multiplyAdds) {
      this.name = name;
      this.parameters = parameters;
      this.maps = maps;
      this.multiplyAdds = multiplyAdds;
    }

    Tensor of(Tensor x, Supplier<Tensor> computation) {
      return output(x, computation);
    }

    @Override
    protected long ownParameterCount() {
      return parameters;
    }

    @Override
    protected long multiplyAdds(Tensor input, Tensor output) {
      return output.numel() / maps * multiplyAdds;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// The net of the paper, for ten digits.
  public LeNet5() {
    this(MOST_CLASSES);
  }

  /// A net for so many classes, 2 to 10: the codes of the first digits are theirs.
  public LeNet5(int classes) {
    this(classes, Pool.AVERAGE);
  }

  /// The same with this pooling: its parameters begin with the same values.
  public LeNet5(int classes, Pool pool) {
    Given.require("pool", pool);
    if (classes < 2 || classes > MOST_CLASSES) {
      throw new NetException(
          "LeNet-5 has a code for each of ten digits, and so 2 to 10 classes, not "
              + classes
              + ".");
    }
    codes = buffer(DigitCodes.tensor().narrow(0, 0, classes).copy());
    this.pool = pool;
    s2Layer = new Step("S2 " + pool.layer + " 2×2", 12, 6, 24);
    s4Layer = new Step("S4 " + pool.layer + " 2×2", 32, 16, 64);
  }

  /// `[N, 1, 32, 32]` to minus the penalties y of equation 7, `[N, classes]`: the largest names the
  /// digit.
  @Override
  public Tensor forward(Tensor x) {
    var c1 =
        squash(
            c1Layer.of(x, () -> x.conv2d(c1Weight, c1Bias, ONE, NONE, ONE, 1))); // [N, 6, 28, 28]
    var s2 = squash(s2Layer.of(c1, () -> pool.of(c1).mul(s2Weight).add(s2Bias))); // [N, 6, 14, 14]
    var c3 =
        squash(
            c3Layer.of(
                s2, () -> s2.conv2d(c3Kernels(), c3Bias, ONE, NONE, ONE, 1))); // [N, 16, 10, 10]
    var s4 = squash(s4Layer.of(c3, () -> pool.of(c3).mul(s4Weight).add(s4Bias))); // [N, 16, 5, 5]
    var c5 = squash(c5Layer.of(s4, () -> s4.flatten(1).linear(c5Weight, c5Bias)));
    var f6 = squash(f6Layer.of(c5, () -> c5.linear(f6Weight, f6Bias))); // [N, 84]
    return outLayer.of(f6, () -> f6.unsqueeze(1).sub(codes).square().sum(-1).neg());
  }

  /// Equation 9: the penalty of the right class, and a term that pushes the others' up; `j` keeps
  /// penalties that are large already from being pushed further.
  ///
  /// @param scores `[N, classes]`, from [#forward]
  /// @param labels `[N]`
  public static Tensor loss(Tensor scores, Tensor labels, double j) {
    var rubbish = Tensors.full(-j, scores.dtype(), scores.device(), scores.size(0), 1);
    return Tensor.cat(1, scores, rubbish).crossEntropy(labels);
  }

  /// The parameters' kernels put into their places among all 16 · 6, zeros elsewhere.
  private Tensor c3Kernels() {
    return Tensors.zeros(c3Weight.dtype(), c3Weight.device(), 96, 25)
        .indexAdd(0, c3Places, c3Weight)
        .reshape(16, 6, 5, 5);
  }

  /// Appendix A: 1.7159 · tanh(2x/3).
  private static Tensor squash(Tensor x) {
    return x.mul(2.0 / 3).tanh().mul(1.7159);
  }

  /// Section III-A: uniform within 2.4 over the number of inputs.
  private static Tensor weight(double inputs, long... shape) {
    return Init.uniform(Tensor.zeros(shape), -2.4 / inputs, 2.4 / inputs);
  }

  private static Tensor places() {
    var places = new long[CONNECTIONS];
    int next = 0;
    for (int map = 0; map < TABLE.length; map++) {
      for (int from : TABLE[map]) {
        places[next++] = map * 6L + from;
      }
    }
    return Tensor.of(places);
  }
}
