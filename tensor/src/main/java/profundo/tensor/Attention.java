package profundo.tensor;

import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;

/// Attention and embeddings.
public sealed interface Attention permits Tensor {
  /// `softmax(Q · Kᵀ / √d + mask) · V` (Vaswani et al. 2017, equation 1), with this tensor as Q.
  ///
  /// @param key `[…, S, d]`
  /// @param value `[…, S, v]`
  /// @param mask added to the logits, or truth values that say what may be seen, `[…, L, S]`; or
  ///   null
  /// @param dropout the probability that a weight is dropped; 0 outside training
  /// @param causal whether position i sees positions up to i only
  /// @return `[…, L, v]` for Q `[…, L, d]`
  default Tensor scaledDotProductAttention(
      Tensor key, Tensor value, @Nullable Tensor mask, double dropout, boolean causal) {
    requirePairs(key, value);
    return Op.of(
        "scaledDotProductAttention",
        () ->
            torch.scaled_dot_product_attention(
                Op.raw(this),
                key.raw(),
                value.raw(),
                Op.optional(mask),
                dropout,
                causal,
                Op.NO_DOUBLE,
                false),
        this,
        key,
        value);
  }

  /// The rows of a table `[words, d]` at these indices: `[…]` to `[…, d]`.
  ///
  /// @param paddingIndex the row that gets no gradient, or −1 for none
  default Tensor embedding(Tensor table, long paddingIndex) {
    return Op.of(
        "embedding",
        () -> torch.embedding(table.raw(), Op.raw(this), paddingIndex, false, false),
        this,
        table);
  }

  /// Native code takes the number of keys for that of values.
  private static void requirePairs(Tensor key, Tensor value) {
    if (key.dim() > 1 && value.dim() > 1 && key.size(-2) != value.size(-2)) {
      throw new TensorException(
          "scaledDotProductAttention: as many keys as values wanted: "
              + key.shape()
              + ", "
              + value.shape());
    }
  }
}
