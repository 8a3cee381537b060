package profundo.nn;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import profundo.tensor.Device;
import profundo.tensor.Tensor;

/// Multi-head attention (Vaswani et al. 2017, section 3.2.2): queries, keys and values are
/// projected to each head's d = embedding / heads dimensions, attended, joined and projected back.
/// All are `[N, length, embedding]`, batch first; keys and values can be of other sizes than the
/// queries.
///
/// The names of the weights, and how they are drawn, are PyTorch's.
public final class MultiheadAttention extends Net {
  private final long embedding;
  private final long heads;
  private final double dropout;
  private final long keySize;
  private final long valueSize;

  /// The projections of queries, keys and values, one above the other, `[3 · embedding,
  /// embedding]`; null where keys or values are of another size.
  public final @Nullable Tensor inProjWeight;

  /// The queries' projection, `[embedding, embedding]`, where keys or values are of another size;
  /// else null.
  public final @Nullable Tensor qProjWeight;

  /// The keys' projection, `[embedding, kdim]`; null as [#qProjWeight].
  public final @Nullable Tensor kProjWeight;

  /// The values' projection, `[embedding, vdim]`; null as [#qProjWeight].
  public final @Nullable Tensor vProjWeight;

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
    this(embedding, heads, dropout, embedding, embedding);
  }

  /// With keys of `kdim` numbers and values of `vdim`.
  public MultiheadAttention(long embedding, long heads, double dropout, long kdim, long vdim) {
    Sizes.atLeast("the embedding", 0, embedding, kdim, vdim);
    Sizes.probability("dropout", dropout);
    if (heads < 1 || embedding < heads || embedding % heads != 0) {
      throw new NetException(
          "An embedding of " + embedding + " cannot be split into " + heads + " heads.");
    }
    this.embedding = embedding;
    this.heads = heads;
    this.dropout = dropout;
    this.keySize = kdim;
    this.valueSize = vdim;
    this.outProj = new Linear(embedding, embedding);
    Init.constant(outProj.stateDict().get("bias"), 0);
    boolean joined = kdim == embedding && vdim == embedding;
    this.inProjWeight = joined ? projection(3 * embedding, embedding) : null;
    this.qProjWeight = joined ? null : projection(embedding, embedding);
    this.kProjWeight = joined ? null : projection(embedding, kdim);
    this.vProjWeight = joined ? null : projection(embedding, vdim);
    this.inProjBias = parameter(Tensor.zeros(3 * embedding));
  }

  private Tensor projection(long out, long in) {
    return parameter(Init.xavierUniform(Tensor.zeros(out, in), Gain.LINEAR));
  }

  /// Attends from a sequence to itself.
  public Tensor forward(Tensor x, Masks masks) {
    Given.require("x", x);
    Given.require("masks", masks);
    requireInput("x", x);
    requireOneSize(x, embedding);
    var qkv = project(x, 0, 3);
    return attend(x, qkv[0], qkv[1], qkv[2], masks, 0);
  }

  /// Attends from a sequence `[N, L, embedding]` to another, `[N, S, embedding]`.
  public Tensor forward(Tensor x, Tensor memory, Masks masks) {
    Given.require("x", x);
    Given.require("memory", memory);
    Given.require("masks", masks);
    requireInput("x", x);
    requireMemory(x, memory);
    var kv = project(memory, 1, 2);
    return attend(x, project(x, 0, 1)[0], kv[0], kv[1], masks, 0);
  }

  /// Attends from queries `[N, L, embedding]` to keys `[N, S, kdim]`, for the values `[N, S,
  /// vdim]`.
  public Tensor forward(Tensor query, Tensor key, Tensor value, Masks masks) {
    Given.require("query", query);
    Given.require("key", key);
    Given.require("value", value);
    Given.require("masks", masks);
    requireSequence("query", query, embedding);
    requireSequence("key", key, keySize);
    requireSequence("value", value, valueSize);
    if (key.size(0) != query.size(0)
        || value.size(0) != query.size(0)
        || key.size(1) != value.size(1)) {
      throw wrongShape(
          "a key and a value for each position of as many sequences as queries expected: query is "
              + query.shape()
              + ", key is "
              + key.shape()
              + ", value is "
              + value.shape(),
          query,
          key,
          value);
    }
    var q = project(query, 0, 1)[0];
    return attend(query, q, project(key, 1, 1)[0], project(value, 2, 1)[0], masks, 0);
  }

  /// As [#forward(Tensor,Tensor,Masks)] with the weights; slower, for looking at them.
  public Attended explain(Tensor x, Tensor memory, Masks masks) {
    Given.require("x", x);
    Given.require("memory", memory);
    Given.require("masks", masks);
    requireInput("x", x);
    requireMemory(x, memory);
    var query = project(x, 0, 1)[0];
    var kv = project(memory, 1, 2);
    var weights = weights(query, kv[0], masks.visible(query.size(2), kv[0].size(2), 0, x.device()));
    return new Attended(join(x, weights.matmul(kv[1])), weights);
  }

  /// Attends from the next positions of a sequence to themselves and all before them.
  public Tensor decode(Tensor x, KeyValueCache cache) {
    Given.require("x", x);
    Given.require("cache", cache);
    requireInput("x", x);
    requireOneSize(x, embedding);
    var qkv = project(x, 0, 3);
    long past = cache.length();
    var all = cache.append(qkv[1], qkv[2]);
    return attend(x, qkv[0], all[0], all[1], Masks.CAUSAL, past);
  }

  /// Attends to another sequence, whose keys and values are computed at the first call only.
  public Tensor decode(Tensor x, Tensor memory, Masks masks, KeyValueCache cache) {
    Given.require("x", x);
    Given.require("memory", memory);
    Given.require("masks", masks);
    Given.require("cache", cache);
    requireInput("x", x);
    if (cache.length() == 0) {
      requireMemory(x, memory);
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
  private Tensor[] project(Tensor x, int first, int count) {
    var own = new @Nullable Tensor[] {qProjWeight, kProjWeight, vProjWeight};
    var result = new Tensor[count];
    if (inProjWeight != null) {
      return projected(x, inProjWeight, first, count);
    }
    for (int i = 0; i < count; i++) {
      result[i] = projected(x, Objects.requireNonNull(own[first + i]), first + i, 1)[0];
    }
    return result;
  }

  private Tensor[] projected(Tensor x, Tensor weights, int first, int count) {
    boolean all = weights.size(0) == count * embedding;
    var weight = all ? weights : weights.narrow(0, first * embedding, count * embedding);
    var bias = count == 3 ? inProjBias : inProjBias.narrow(0, first * embedding, count * embedding);
    return x.linear(weight, bias)
        .unflatten(-1, count, heads, embedding / heads)
        .permute(2, 0, 3, 1, 4)
        .unbind(0);
  }

  private void requireInput(String name, Tensor x) {
    requireSequence(name, x, embedding);
  }

  private void requireSequence(String name, Tensor x, long features) {
    if (Given.require(this, name, x).dim() != 3) {
      throw wrongShape("[N, L, " + features + "] expected: x is " + x.shape(), x);
    }
    Inputs.last(this, x, features);
  }

  /// Wants keys and values that one sequence can be.
  private void requireOneSize(Tensor x, long size) {
    if (keySize != size || valueSize != size) {
      throw wrongShape(
          "keys have "
              + keySize
              + " numbers and values "
              + valueSize
              + ": use forward(query, key, value, masks): x is "
              + x.shape(),
          x);
    }
  }

  /// One sample's memory would be read by all, and the other way round.
  private void requireMemory(Tensor x, Tensor memory) {
    Given.require(this, "memory", memory);
    requireOneSize(x, keySize);
    requireSequence("memory", memory, keySize);
    if (memory.size(0) != x.size(0)) {
      throw wrongShape(
          "as many memories as queries expected: memory is "
              + memory.shape()
              + ", x is "
              + x.shape(),
          memory,
          x);
    }
  }

  /// The projections in and the products with keys and values; `outProj` counts itself.
  @Override
  protected long multiplyAdds(Tensor input, Tensor output) {
    long length = input.size(1);
    return output.numel() * (embedding + keySize + valueSize + 2 * length);
  }

  @Override
  public String toString() {
    return "MultiheadAttention " + embedding + ", " + heads + " heads";
  }
}
