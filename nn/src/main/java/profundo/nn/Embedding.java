package profundo.nn;

import profundo.tensor.Grad;
import profundo.tensor.IndexException;
import profundo.tensor.Tensor;

/// A table of vectors, looked up by index: `[…]` of integers to `[…, d]`.
///
/// Drawn from the standard normal distribution at first, as in PyTorch.
public final class Embedding extends Net implements Layer {
  static final long NONE = -1;

  private final long words;
  private final long dimension;
  private final long padding;

  /// The table, `[words, d]`.
  public final Tensor weight;

  /// A table of this many vectors.
  public Embedding(long words, long dimension) {
    this(words, dimension, NONE);
  }

  /// A table in which the vector of the index `padding` is 0 and stays so.
  public Embedding(long words, long dimension, long padding) {
    this.words = words;
    this.dimension = dimension;
    this.padding = padding;
    this.weight = parameter(table(words, dimension, padding));
  }

  /// A table as it is at first, with zeros for the padding.
  static Tensor table(long words, long dimension, long padding) {
    Sizes.atLeast("the size of an embedding", 0, words, dimension);
    if (padding < NONE || padding >= words) {
      throw new IndexException(
          "", "The padding " + padding + " is none of the " + words + " rows of an embedding.");
    }
    var table = Init.normal(Tensor.zeros(words, dimension), 0, 1);
    if (padding != NONE) {
      try (var _ = Grad.noGrad();
          var row = table.get(padding)) {
        row.zero_();
      }
    }
    return table;
  }

  @Override
  public Tensor forward(Tensor x) {
    return output(x, () -> x.embedding(weight, padding));
  }

  @Override
  public String toString() {
    return "Embedding " + words + "→" + dimension;
  }
}
