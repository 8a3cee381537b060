package profundo.models;

import java.util.ArrayList;
import java.util.List;
import profundo.nn.Dropout;
import profundo.nn.Layer;
import profundo.nn.Linear;
import profundo.nn.Net;
import profundo.nn.NetException;
import profundo.nn.Parameter;
import profundo.optim.Clip;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// The rectifier nets of "Dropout: a simple way to prevent neural networks from overfitting"
/// (Srivastava et al. 2014), section 6.1.1: units are kept with probability 0.8 at the input and
/// 0.5 in the hidden layers.
public final class DropoutMlp extends Net implements Layer {
  private static final double TOLERANCE = 1e-3;

  private final List<Linear> layers = new ArrayList<>();
  private final Dropout input;
  private final Dropout hidden;

  /// A net of these widths, input and output included.
  ///
  /// @param dropInput the probability that an input is dropped; 0.2 in the paper
  /// @param dropHidden the probability that a hidden unit is dropped; 0.5 in the paper
  public DropoutMlp(double dropInput, double dropHidden, long... widths) {
    input = new Dropout(dropInput);
    hidden = new Dropout(dropHidden);
    if (widths.length < 2) {
      throw new NetException("A perceptron has the widths of its input and its output at least.");
    }
    for (int i = 1; i < widths.length; i++) {
      layers.add(new Linear(widths[i - 1], widths[i]));
    }
  }

  /// `[N, …]` to scores `[N, classes]`.
  @Override
  public Tensor forward(Tensor x) {
    var y = input.forward(x.flatten(1));
    for (var layer : layers.subList(0, layers.size() - 1)) {
      y = hidden.forward(layer.forward(y).relu());
    }
    return layers.getLast().forward(y);
  }

  /// Section 5.1: the weights into each hidden unit are kept within a ball of this radius.
  public void maxNorm(double radius) {
    for (var layer : layers.subList(0, layers.size() - 1)) {
      Clip.rows(new Parameter("weight", layer.weight), radius);
    }
  }

  /// The share of hidden units whose weights lie on the sphere of this radius, to a thousandth:
  /// those that [#maxNorm(double)] holds back. 0 if the bound does nothing.
  public double boundedUnits(double radius) {
    long units = 0;
    double bounded = 0;
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      for (var layer : layers.subList(0, layers.size() - 1)) {
        var norms = layer.weight.norm(2, false, 1);
        bounded += norms.ge((1 - TOLERANCE) * radius).sum().itemLong();
        units += norms.size(0);
      }
    }
    return bounded / units;
  }
}
