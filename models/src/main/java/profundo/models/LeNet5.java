package profundo.models;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import profundo.base.Given;
import profundo.models.LeNetLayers.Convolution;
import profundo.models.LeNetLayers.FullyConnected;
import profundo.models.LeNetLayers.RadialBasis;
import profundo.models.LeNetLayers.SparseConvolution;
import profundo.models.LeNetLayers.Subsampling;
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
    AVERAGE,
    /// The largest of them.
    MAX;

    Tensor of(Tensor x) {
      return this == MAX ? x.maxPool2d(2) : x.avgPool2d(2);
    }
  }

  private static final int MOST_CLASSES = 10;

  private final Convolution c1 = new Convolution(6);
  private final Subsampling s2;
  private final SparseConvolution c3 = new SparseConvolution(TABLE, 6);
  private final Subsampling s4;
  private final FullyConnected c5 = new FullyConnected(400, 120);
  private final FullyConnected f6 = new FullyConnected(120, 84);
  private final RadialBasis output;

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
    s2 = new Subsampling(6, pool);
    s4 = new Subsampling(16, pool);
    output = new RadialBasis(DigitCodes.tensor().narrow(0, 0, classes).copy());
  }

  /// `[N, 1, 32, 32]` to minus the penalties y of equation 7, `[N, classes]`: the largest names the
  /// digit.
  @Override
  public Tensor forward(Tensor x) {
    var y = squash(c1.forward(x)); // [N, 6, 28, 28]
    y = squash(s2.forward(y)); // [N, 6, 14, 14]
    y = squash(c3.forward(y)); // [N, 16, 10, 10]
    y = squash(s4.forward(y)); // [N, 16, 5, 5]
    y = squash(c5.forward(y.flatten(1))); // [N, 120]
    y = squash(f6.forward(y)); // [N, 84]
    return output.forward(y).neg();
  }

  /// Appendix A: 1.7159 · tanh(2x/3).
  private static Tensor squash(Tensor x) {
    return x.mul(2.0 / 3).tanh().mul(1.7159);
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

  /// Files of before 28 November 2026 have `c1_weight` for `c1.weight`.
  @Override
  protected Map<String, String> formerNames() {
    var names = new HashMap<String, String>();
    for (var layer : List.of("c1", "s2", "c3", "s4", "c5", "f6")) {
      names.put(layer + ".weight", layer + "_weight");
      names.put(layer + ".bias", layer + "_bias");
    }
    names.put("output.codes", "codes");
    return names;
  }
}
