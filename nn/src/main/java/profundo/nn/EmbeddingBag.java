package profundo.nn;

import java.util.Arrays;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// A table of vectors of which bags of indices make one vector each: the sum, the mean or the
/// largest numbers of theirs. A bag without indices gives zeros.
///
/// Drawn from the standard normal distribution at first, as in PyTorch.
public final class EmbeddingBag extends Net implements Layer {
  /// What becomes of a bag's vectors.
  public enum Mode {
    /// Their sum.
    SUM,
    /// Their mean.
    MEAN,
    /// The largest of each of their numbers.
    MAX
  }

  private final long words;
  private final long dimension;
  private final Mode mode;

  /// The table, `[words, d]`.
  public final Tensor weight;

  /// A table of this many vectors, of which means are made.
  public EmbeddingBag(long words, long dimension) {
    this(words, dimension, Mode.MEAN);
  }

  /// A table of this many vectors.
  public EmbeddingBag(long words, long dimension, Mode mode) {
    Sizes.atLeast("the size of an embedding", 0, words, dimension);
    this.words = words;
    this.dimension = dimension;
    this.mode = Given.require("mode", mode);
    this.weight = parameter(Init.normal(Tensor.zeros(words, dimension), 0, 1));
  }

  /// Bags of one size: `[N, L]` of integers to `[N, d]`.
  @Override
  public Tensor forward(Tensor x) {
    if (Given.require(this, "x", x).dim() != 2) {
      throw wrong("bags are [N, L], or [indices] with offsets: x is " + x.shape());
    }
    int length = Math.toIntExact(x.size(1));
    var bags = new long[Math.toIntExact(x.numel())];
    Arrays.setAll(bags, i -> i / length);
    return output(x, () -> bagged(x.flatten(0), bags, x.size(0)));
  }

  /// Bags of any sizes, one after another in `[indices]`: `[bags, d]`.
  ///
  /// @param offsets where each bag begins, ascending from 0
  public Tensor forward(Tensor x, long[] offsets) {
    if (Given.require(this, "x", x).dim() != 1) {
      throw wrong("[indices] expected with offsets: x is " + x.shape());
    }
    var bags = new long[Math.toIntExact(x.numel())];
    for (int bag = 0; bag < Given.require(this, "offsets", offsets).length; bag++) {
      long end = bag + 1 < offsets.length ? offsets[bag + 1] : bags.length;
      if (bag == 0 && offsets[0] != 0 || offsets[bag] > end || end > bags.length) {
        throw wrong(
            "offsets ascend from 0 to the number of indices at most, not "
                + Arrays.toString(offsets)
                + ": x is "
                + x.shape());
      }
      Arrays.fill(bags, (int) offsets[bag], (int) end, bag);
    }
    if (offsets.length == 0 && bags.length > 0) {
      throw wrong("without offsets there are no bags for the indices: x is " + x.shape());
    }
    return output(x, () -> bagged(x, bags, offsets.length));
  }

  /// @param bags which bag each index is in
  private Tensor bagged(Tensor indices, long[] bags, long count) {
    var rows = indices.embedding(weight, -1);
    var places = Tensor.of(bags, bags.length).to(weight.device());
    var empty = Tensors.zeros(weight.dtype(), weight.device(), count, dimension);
    if (mode == Mode.MAX) {
      var each = places.unsqueeze(1).expand(-1, dimension);
      return empty.scatterReduce(0, each, rows, "amax", false);
    }
    var sums = empty.indexAdd(0, places, rows);
    return mode == Mode.SUM
        ? sums
        : sums.div(places.bincount(count).clampMin(1).to(weight.dtype()).unsqueeze(1));
  }

  @Override
  public String toString() {
    return "EmbeddingBag " + words + "→" + dimension;
  }
}
