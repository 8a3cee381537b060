package profundo.nn;

import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import profundo.tensor.Tensor;

/// What the layers of a Transformer's encoder and decoder have in common: self-attention, the two
/// linear layers at each position, and the way in which a part is added to what it reads.
public abstract sealed class TransformerLayer extends Net
    permits TransformerDecoderLayer, TransformerEncoderLayer {
  final TransformerOptions options;
  final MultiheadAttention selfAttn;
  final Linear linear1;
  final Linear linear2;
  final Layer activation;

  TransformerLayer(long embedding, long heads, Consumer<TransformerOptions> choose) {
    this.options = TransformerOptions.of(choose);
    this.selfAttn = new MultiheadAttention(embedding, heads, options.dropout);
    this.linear1 = new Linear(embedding, options.feedForward);
    this.linear2 = new Linear(options.feedForward, embedding);
    this.activation = options.activation;
  }

  /// A part with its sum and normalisation: after the sum as in the paper, or before the part.
  final Tensor residual(Tensor x, LayerNorm norm, UnaryOperator<Tensor> part) {
    Given.require(this, "x", x);
    return options.normFirst
        ? sum(x, part.apply(norm.forward(x)))
        : norm.forward(sum(x, part.apply(x)));
  }

  private Tensor sum(Tensor x, Tensor made) {
    return options.residual ? x.add(dropped(made)) : dropped(made);
  }

  final Tensor feedForward(Tensor x) {
    return linear2.forward(dropped(activation.forward(linear1.forward(x))));
  }

  private Tensor dropped(Tensor x) {
    return training() && options.dropout > 0 ? x.dropout(options.dropout, true) : x;
  }
}
