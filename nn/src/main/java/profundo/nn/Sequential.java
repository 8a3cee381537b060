package profundo.nn;

import java.util.List;
import profundo.tensor.Tensor;

/// Layers one after another; those that are nets are named by their place, as in PyTorch: `0`, `2`.
///
/// ```java
/// new Sequential(new Linear(784, 300), Tensor::relu, new Linear(300, 10))
/// ```
public final class Sequential extends Net implements Layer {
  private final List<Layer> layers;

  /// These layers in this order.
  public Sequential(Layer... layers) {
    Given.require("layers", layers);
    this.layers = List.of(layers);
    for (int i = 0; i < layers.length; i++) {
      if (layers[i] instanceof Net net) {
        child(Integer.toString(i), net);
      }
    }
  }

  /// The layers, in order.
  public List<Layer> layers() {
    return layers;
  }

  @Override
  public Tensor forward(Tensor x) {
    var y = Given.require(this, "x", x);
    for (var layer : layers) {
      y = layer.forward(y);
    }
    return y;
  }
}
