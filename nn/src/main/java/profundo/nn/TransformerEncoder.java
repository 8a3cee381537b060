package profundo.nn;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import profundo.tensor.Tensor;

/// A Transformer's encoder: layers one above the other, `[N, L, embedding]` to the same shape.
public final class TransformerEncoder extends Net implements Layer {
  final List<TransformerEncoderLayer> layers;
  final @Nullable LayerNorm norm;

  /// This many layers.
  public TransformerEncoder(int count, Supplier<TransformerEncoderLayer> layer) {
    this(count, layer, null);
  }

  /// This many layers and a last normalisation, which layers that normalise first need.
  public TransformerEncoder(
      int count, Supplier<TransformerEncoderLayer> layer, @Nullable LayerNorm norm) {
    Given.require("layer", layer);
    this.layers = Stream.generate(layer).limit(Sizes.layers(count, 0)).toList();
    this.norm = norm;
  }

  @Override
  public Tensor forward(Tensor x) {
    return forward(x, Masks.NONE);
  }

  /// As [#forward(Tensor)] with masks.
  public Tensor forward(Tensor x, Masks masks) {
    Given.require("masks", masks);
    var y = Given.require(this, "x", x);
    for (var layer : layers) {
      y = layer.forward(y, masks);
    }
    return norm == null ? y : norm.forward(y);
  }
}
