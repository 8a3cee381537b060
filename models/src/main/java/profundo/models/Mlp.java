package profundo.models;

import java.util.ArrayList;
import java.util.List;
import profundo.nn.Layer;
import profundo.nn.Linear;
import profundo.nn.Net;
import profundo.nn.NetException;
import profundo.tensor.Tensor;

/// A multilayer perceptron: linear layers with a nonlinearity between them. The 784-300-100-10 of
/// LeCun et al. 1998 (section III-C.4) is `new Mlp(Tensor::tanh, 784, 300, 100, 10)`.
public final class Mlp extends Net implements Layer {
  private final List<Linear> layers = new ArrayList<>();
  private final Layer activation;

  /// A perceptron with these widths, input and output included.
  public Mlp(Layer activation, long... widths) {
    this.activation = activation;
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
    var hidden = x.flatten(1);
    for (int i = 0; i < layers.size() - 1; i++) {
      hidden = activation.forward(layers.get(i).forward(hidden));
    }
    return layers.getLast().forward(hidden);
  }
}
