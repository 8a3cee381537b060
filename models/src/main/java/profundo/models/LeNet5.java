package profundo.models;

import profundo.nn.Init;
import profundo.nn.Layer;
import profundo.nn.Net;
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

  private static final int CONNECTIONS = 60;
  private static final long[] ONE = {1, 1};
  private static final long[] NONE = {0, 0};

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
  private final Tensor codes = buffer(DigitCodes.tensor());

  /// `[N, 1, 32, 32]` to minus the penalties y of equation 7, `[N, 10]`: the largest names the
  /// digit.
  @Override
  public Tensor forward(Tensor x) {
    var c1 = squash(x.conv2d(c1Weight, c1Bias, ONE, NONE, ONE, 1)); // [N, 6, 28, 28]
    var s2 = squash(c1.avgPool2d(2).mul(s2Weight).add(s2Bias)); // [N, 6, 14, 14]
    var c3 = squash(s2.conv2d(c3Kernels(), c3Bias, ONE, NONE, ONE, 1)); // [N, 16, 10, 10]
    var s4 = squash(c3.avgPool2d(2).mul(s4Weight).add(s4Bias)); // [N, 16, 5, 5]
    var c5 = squash(s4.flatten(1).linear(c5Weight, c5Bias));
    var f6 = squash(c5.linear(f6Weight, f6Bias)); // [N, 84]
    return f6.unsqueeze(1).sub(codes).square().sum(-1).neg();
  }

  /// Equation 9: the penalty of the right class, and a term that pushes the others' up; `j` keeps
  /// penalties that are large already from being pushed further.
  ///
  /// @param scores `[N, 10]`, from [#forward]
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
