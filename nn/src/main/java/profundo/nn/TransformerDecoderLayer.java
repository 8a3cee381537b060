package profundo.nn;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import profundo.tensor.Tensor;

/// One layer of a Transformer's decoder (Vaswani et al. 2017, figure 1, right): self-attention,
/// attention to the encoder's output, then two linear layers at each position, each added to what
/// it reads and normalised. `[N, L, embedding]` to the same shape.
public final class TransformerDecoderLayer extends TransformerLayer {
  final MultiheadAttention multiheadAttn;
  final LayerNorm norm1;
  final LayerNorm norm2;
  final LayerNorm norm3;

  /// What decoding position by position remembers of one layer.
  record Cache(KeyValueCache self, KeyValueCache memory) {
    Cache() {
      this(new KeyValueCache(), new KeyValueCache());
    }
  }

  /// With the default options.
  public TransformerDecoderLayer(long embedding, long heads) {
    this(embedding, heads, _ -> {});
  }

  /// With options: `new TransformerDecoderLayer(256, 8, o -> o.feedForward(512).normFirst())`.
  public TransformerDecoderLayer(long embedding, long heads, Consumer<TransformerOptions> choose) {
    Given.require("choose", choose);
    super(embedding, heads, choose);
    this.multiheadAttn = new MultiheadAttention(embedding, heads, options.dropout);
    this.norm1 = new LayerNorm(embedding);
    this.norm2 = new LayerNorm(embedding);
    this.norm3 = new LayerNorm(embedding);
  }

  /// The output for a target sequence and the encoder's output `[N, S, embedding]`.
  public Tensor forward(Tensor x, Tensor memory, Masks masks, Masks memoryMasks) {
    Given.require("x", x);
    Given.require("memory", memory);
    Given.require("masks", masks);
    Given.require("memoryMasks", memoryMasks);
    return layer(
        x, y -> selfAttn.forward(y, masks), y -> multiheadAttn.forward(y, memory, memoryMasks));
  }

  /// The output for the next positions of the target sequence.
  Tensor decode(Tensor x, Tensor memory, Masks memoryMasks, Cache cache) {
    return layer(
        x,
        y -> selfAttn.decode(y, cache.self),
        y -> multiheadAttn.decode(y, memory, memoryMasks, cache.memory));
  }

  /// The weights of the attention to the encoder's output, for looking at them.
  public MultiheadAttention.Attended explain(
      Tensor x, Tensor memory, Masks masks, Masks memoryMasks) {
    Given.require("x", x);
    Given.require("memory", memory);
    Given.require("masks", masks);
    Given.require("memoryMasks", memoryMasks);
    var own = residual(x, norm1, y -> selfAttn.forward(y, masks));
    return multiheadAttn.explain(options.normFirst ? norm2.forward(own) : own, memory, memoryMasks);
  }

  private Tensor layer(Tensor x, UnaryOperator<Tensor> self, UnaryOperator<Tensor> cross) {
    return residual(residual(residual(x, norm1, self), norm2, cross), norm3, this::feedForward);
  }
}
