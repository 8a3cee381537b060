package profundo.nn;

import org.jspecify.annotations.Nullable;
import profundo.tensor.Device;
import profundo.tensor.Tensor;

/// Multi-head attention (Vaswani et al. 2017, section 3.2.2): queries, keys and values are
/// projected to each head's d = embedding / heads dimensions, attended, joined and projected back.
/// All are `[N, length, embedding]`, batch first.
///
/// The names of the weights, and how they are drawn, are PyTorch's.
public final class MultiheadAttention extends Net {
  private final long embedding;
  private final long heads;
  private final double dropout;

  /// The projections of queries, keys and values, one above the other, `[3 · embedding,
  /// embedding]`.
  public final Tensor inProjWeight;

  /// Their biases, `[3 · embedding]`.
  public final Tensor inProjBias;

  /// The projection back.
  public final Linear outProj;

  /// What attention gives, with its weights.
  ///
  /// @param output `[N, L, embedding]`
  /// @param weights how much each query attends to each key, `[N, heads, L, S]`
  public record Attended(Tensor output, Tensor weights) {
    /// The weights averaged over the heads, `[N, L, S]`.
    public Tensor averaged() {
      return weights.mean(1);
    }
  }

  /// Without dropout.
  public MultiheadAttention(long embedding, long heads) {
    this(embedding, heads, 0);
  }

  /// With a probability that a weight is dropped in training.
  public MultiheadAttention(long embedding, long heads, double dropout) {
    Sizes.atLeast("the embedding", 0, embedding);
    Sizes.probability("dropout", dropout);
    if (heads < 1 || embedding < heads || embedding % heads != 0) {
      throw new NetException(
          "An embedding of " + embedding + " cannot be split into " + heads + " heads.");
    }
    this.embedding = embedding;
    this.heads = heads;
    this.dropout = dropout;
    this.outProj = new Linear(embedding, embedding);
    Init.constant(outProj.stateDict().get("bias"), 0);
    this.inProjWeight =
        parameter(Init.xavierUniform(Tensor.zeros(3 * embedding, embedding), Gain.LINEAR));
    this.inProjBias = parameter(Tensor.zeros(3 * embedding));
  }

  /// Attends from a sequence to itself.
  public Tensor forward(Tensor x, Masks masks) {
    requireInput("x", x);
    var qkv = project(x, 0, 3);
    return attend(x, qkv[0], qkv[1], qkv[2], masks, 0);
  }

  /// Attends from a sequence `[N, L, embedding]` to another, `[N, S, embedding]`.
  public Tensor forward(Tensor x, Tensor memory, Masks masks) {
    requireInput("x", x);
    requireMemory(x, memory);
    var kv = project(memory, 1, 2);
    return attend(x, project(x, 0, 1)[0], kv[0], kv[1], masks, 0);
  }

  /// As [#forward(Tensor,Tensor,Masks)] with the weights; slower, for looking at them.
  public Attended explain(Tensor x, Tensor memory, Masks masks) {
    requireInput("x", x);
    requireMemory(x, memory);
    var query = project(x, 0, 1)[0];
    var kv = project(memory, 1, 2);
    var weights = weights(query, kv[0], masks.visible(query.size(2), kv[0].size(2), 0, x.device()));
    return new Attended(join(x, weights.matmul(kv[1])), weights);
  }

  /// Attends from the next positions of a sequence to themselves and all before them.
  public Tensor decode(Tensor x, KeyValueCache cache) {
    requireInput("x", x);
    var qkv = project(x, 0, 3);
    long past = cache.length();
    var all = cache.append(qkv[1], qkv[2]);
    return attend(x, qkv[0], all[0], all[1], Masks.CAUSAL, past);
  }

  /// Attends to another sequence, whose keys and values are computed at the first call only.
  public Tensor decode(Tensor x, Tensor memory, Masks masks, KeyValueCache cache) {
    requireInput("x", x);
    if (cache.length() == 0) {
      Given.require(this, "memory", memory);
      var kv = project(memory, 1, 2);
      cache.append(kv[0], kv[1]);
    }
    var all = cache.all();
    return attend(x, project(x, 0, 1)[0], all[0], all[1], masks, 0);
  }

  private Tensor attend(Tensor x, Tensor q, Tensor k, Tensor v, Masks masks, long past) {
    double dropped = training() ? dropout : 0;
    if (dropped > 0 && x.device().type() == Device.Type.CPU) {
      var visible = masks.visible(q.size(2), k.size(2), past, x.device());
      return join(x, weights(q, k, visible).dropout(dropped, true).matmul(v));
    }
    boolean causal = masks.onlyCausal() && past == 0;
    var visible = causal ? null : masks.visible(q.size(2), k.size(2), past, x.device());
    return join(x, q.scaledDotProductAttention(k, v, visible, dropped, causal));
  }

  /// How much each query looks at each key, `[N, heads, L, S]`. The processor's kernel of all this
  /// knows no dropout, and what libtorch then does in its place scales and copies keys as well.
  private Tensor weights(Tensor query, Tensor key, @Nullable Tensor visible) {
    var scores = query.div(Math.sqrt((double) embedding / heads)).matmul(key.transpose(-2, -1));
    if (visible == null || key.size(2) == 0) {
      return scores.softmax(-1);
    }
    var hidden = visible.logicalNot();
    var weights = scores.maskedFill(hidden, Double.NEGATIVE_INFINITY).softmax(-1);
    var blind = hidden.amin(true, -1);
    return blind.any().itemLong() == 0 ? weights : sighted(scores, hidden, blind);
  }

  /// The weights where some queries see nothing: zeros for those.
  private static Tensor sighted(Tensor scores, Tensor hidden, Tensor blind) {
    return scores
        .maskedFill(hidden.logicalAnd(blind.logicalNot()), Double.NEGATIVE_INFINITY)
        .softmax(-1)
        .maskedFill(blind, 0);
  }

  /// Heads `[N, heads, L, d]` joined and projected, `[N, L, embedding]`.
  private Tensor join(Tensor x, Tensor headed) {
    return output(x, () -> outProj.forward(headed.transpose(1, 2).flatten(2)));
  }

  /// The projections number `first` to below `first + count`, each `[N, heads, L, d]`.
  private Tensor[] project(Tensor x, long first, long count) {
    boolean all = count == 3;
    var weight = all ? inProjWeight : inProjWeight.narrow(0, first * embedding, count * embedding);
    var bias = all ? inProjBias : inProjBias.narrow(0, first * embedding, count * embedding);
    return x.linear(weight, bias)
        .unflatten(-1, count, heads, embedding / heads)
        .permute(2, 0, 3, 1, 4)
        .unbind(0);
  }

  private void requireInput(String name, Tensor x) {
    if (Given.require(this, name, x).dim() != 3) {
      throw wrong("[N, L, " + embedding + "] expected: x is " + x.shape());
    }
    Inputs.last(this, x, embedding);
  }

  /// One sample's memory would be read by all, and the other way round.
  private void requireMemory(Tensor x, Tensor memory) {
    requireInput("memory", memory);
    if (memory.size(0) != x.size(0)) {
      throw wrong(
          "as many memories as queries expected: memory is "
              + memory.shape()
              + ", x is "
              + x.shape());
    }
  }

  /// The projections in and the products with keys and values; `outProj` counts itself.
  @Override
  protected long multiplyAdds(Tensor input, Tensor output) {
    long length = input.size(1);
    return output.numel() * (3 * embedding + 2 * length);
  }

  @Override
  public String toString() {
    return "MultiheadAttention " + embedding + ", " + heads + " heads";
  }
}
