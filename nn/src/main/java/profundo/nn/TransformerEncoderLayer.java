package profundo.nn;

import java.util.function.Consumer;
import profundo.tensor.Tensor;

/// One layer of a Transformer's encoder (Vaswani et al. 2017, figure 1, left): self-attention, then
/// two linear layers at each position, each added to what it reads and normalised. `[N, L,
/// embedding]` to the same shape.
public final class TransformerEncoderLayer extends TransformerLayer implements Layer {
  final LayerNorm norm1;
  final LayerNorm norm2;

  /// With the default options.
  public TransformerEncoderLayer(long embedding, long heads) {
    this(embedding, heads, _ -> {});
  }

  /// With options: `new TransformerEncoderLayer(256, 8, o -> o.feedForward(512).normFirst())`.
  public TransformerEncoderLayer(long embedding, long heads, Consumer<TransformerOptions> choose) {
    Given.require("choose", choose);
    super(embedding, heads, choose);
    this.norm1 = new LayerNorm(embedding);
    this.norm2 = new LayerNorm(embedding);
  }

  @Override
  public Tensor forward(Tensor x) {
    return forward(x, Masks.NONE);
  }

  /// As [#forward(Tensor)] with masks.
  public Tensor forward(Tensor x, Masks masks) {
    Given.require("x", x);
    Given.require("masks", masks);
    var attended = residual(x, norm1, y -> selfAttn.forward(y, masks));
    return residual(attended, norm2, this::feedForward);
  }
}
