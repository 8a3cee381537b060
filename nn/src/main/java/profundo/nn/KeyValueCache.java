package profundo.nn;

import org.jspecify.annotations.Nullable;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// The keys and values of the positions that one attention layer has seen, so that decoding a
/// sequence computes each only once. They belong to the cache, never to a [Scope].
public final class KeyValueCache implements AutoCloseable {
  private @Nullable Tensor keys;
  private @Nullable Tensor values;

  /// An empty cache.
  public KeyValueCache() {}

  /// The number of positions seen.
  public long length() {
    return keys == null ? 0 : keys.size(2);
  }

  /// Keeps the rows of the batch at these indices, in this order, as beam search wants it.
  public void reorder(Tensor rows) {
    Given.require("rows", rows);
    if (keys != null && values != null) {
      keys = replace(keys, keys.indexSelect(0, rows));
      values = replace(values, values.indexSelect(0, rows));
    }
  }

  /// Adds keys and values `[N, heads, L, d]` and gives all of them.
  Tensor[] append(Tensor key, Tensor value) {
    try (var _ = Grad.noGrad()) {
      keys = keys == null ? own(key.detach().copy()) : replace(keys, Tensor.cat(2, keys, key));
      values =
          values == null
              ? own(value.detach().copy())
              : replace(values, Tensor.cat(2, values, value));
    }
    return new Tensor[] {keys, values};
  }

  /// What was added.
  Tensor[] all() {
    if (keys == null || values == null) {
      throw new NetException("The cache is empty.");
    }
    return new Tensor[] {keys, values};
  }

  private static Tensor replace(Tensor old, Tensor replacement) {
    old.close();
    return own(replacement);
  }

  private static Tensor own(Tensor tensor) {
    return Scope.release(tensor);
  }

  /// Forgets everything and gives the memory back.
  @Override
  public void close() {
    if (keys != null && values != null) {
      keys.close();
      values.close();
    }
    keys = null;
    values = null;
  }
}
