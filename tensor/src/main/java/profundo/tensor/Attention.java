package profundo.tensor;

import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// Attention and embeddings.
public sealed interface Attention permits Tensor {
  /// `softmax(Q · Kᵀ / √d + mask) · V` (Vaswani et al. 2017, equation 1), with this tensor as Q.
  ///
  /// A query that sees nothing, since the mask hides all keys or there are none, gets zeros and
  /// passes no gradient on.
  ///
  /// @param key `[…, S, d]`
  /// @param value `[…, S, v]`
  /// @param mask added to the logits, or truth values that say what may be seen; broadcasts to `[…,
  ///   L, S]`; or null
  /// @param dropout the probability that a weight is dropped; 0 outside training
  /// @param causal whether query i sees keys 0 to i only, also where there are more keys than
  ///   queries or fewer (PyTorch's upper-left alignment); instead of a mask
  /// @return `[…, L, v]` for Q `[…, L, d]`
  /// @throws TensorException if there is a mask and `causal` as well
  default Tensor scaledDotProductAttention(
      Tensor key, Tensor value, @Nullable Tensor mask, double dropout, boolean causal) {
    NullArgument.require("scaledDotProductAttention", "key", key);
    NullArgument.require("scaledDotProductAttention", "value", value);
    requirePairs(key, value);
    if (mask != null && causal) {
      throw new TensorException(
          "scaledDotProductAttention: a mask and causal do not go together: hide in the mask what"
              + " causality hides: the mask is "
              + mask.shape()
              + ".");
    }
    if (mask != null && mask.dim() == 1) {
      return scaledDotProductAttention(key, value, mask.unsqueeze(0), dropout, causal);
    }
    return Op.of(
        "scaledDotProductAttention",
        () -> {
          var result =
              torch.scaled_dot_product_attention(
                  Op.raw(this),
                  key.raw(),
                  value.raw(),
                  Op.optional(mask),
                  dropout,
                  causal,
                  Op.NO_DOUBLE,
                  false);
          AttentionGradient.see(result, (Tensor) this, key, value, mask, causal);
          return result;
        },
        this,
        key,
        value);
  }

  /// The rows of a table `[words, d]` at these indices: `[…]` to `[…, d]`.
  ///
  /// @param paddingIndex the row that gets no gradient, or −1 for none
  default Tensor embedding(Tensor table, long paddingIndex) {
    NullArgument.require("embedding", "table", table);
    if (paddingIndex < -1 || paddingIndex >= 0 && paddingIndex >= table.size(0)) {
      throw new IndexException(
          "embedding",
          "the padding index "
              + paddingIndex
              + " is no row of the table "
              + table.shape()
              + ", nor −1 for none.",
          table.shape());
    }
    return Op.of(
        "embedding",
        () -> torch.embedding(table.raw(), Op.raw(this), paddingIndex, false, false),
        this,
        table);
  }

  /// Native code takes the number of keys for that of values.
  private static void requirePairs(Tensor key, Tensor value) {
    if (key.dim() > 1 && value.dim() > 1 && key.size(-2) != value.size(-2)) {
      throw new ShapeException(
          "scaledDotProductAttention",
          "as many keys as values wanted: " + key.shape() + ", " + value.shape(),
          key.shape(),
          value.shape());
    }
  }
}
