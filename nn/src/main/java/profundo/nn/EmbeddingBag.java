package profundo.nn;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// A table of vectors of which bags of indices make one vector each: the sum, the mean or the
/// largest numbers of theirs. A bag without indices gives zeros, and the index of the padding,
/// where there is one, is in no bag.
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
  private final long padding;

  /// The table, `[words, d]`.
  public final Tensor weight;

  /// A table of this many vectors, of which means are made.
  public EmbeddingBag(long words, long dimension) {
    this(words, dimension, Mode.MEAN);
  }

  /// A table of this many vectors.
  public EmbeddingBag(long words, long dimension, Mode mode) {
    this(words, dimension, mode, Embedding.NONE);
  }

  /// A table in which the vector of the index `padding` is 0 and stays so; that index counts
  /// nowhere, as if it were in no bag.
  public EmbeddingBag(long words, long dimension, Mode mode, long padding) {
    Sizes.atLeast("the size of an embedding", 0, words, dimension);
    this.words = words;
    this.dimension = dimension;
    this.mode = Given.require("mode", mode);
    this.padding = padding;
    this.weight = parameter(Embedding.table(words, dimension, padding));
  }

  /// Bags of one size: `[N, L]` of integers to `[N, d]`.
  @Override
  public Tensor forward(Tensor x) {
    return ofOneSize(x, null);
  }

  /// As [#forward(Tensor)] with a factor for each vector before the sum.
  ///
  /// @param perSampleWeights `[N, L]`
  /// @throws NetException if the bags' vectors are not summed
  public Tensor forward(Tensor x, Tensor perSampleWeights) {
    return ofOneSize(x, Given.require(this, "perSampleWeights", perSampleWeights));
  }

  private Tensor ofOneSize(Tensor x, @Nullable Tensor factors) {
    if (Given.require(this, "x", x).dim() != 2) {
      throw wrongShape("bags are [N, L], or [indices] with offsets: x is " + x.shape(), x);
    }
    int length = Math.toIntExact(x.size(1));
    var bags = new long[Math.toIntExact(x.numel())];
    Arrays.setAll(bags, i -> i / length);
    return bagged(x, bags, x.size(0), factors);
  }

  /// Bags of any sizes, one after another in `[indices]`: `[bags, d]`.
  ///
  /// @param offsets where each bag begins, ascending from 0
  public Tensor forward(Tensor x, long[] offsets) {
    return ofAnySizes(x, offsets, null);
  }

  /// As [#forward(Tensor,long[])] with a factor for each vector before the sum.
  ///
  /// @param perSampleWeights `[indices]`
  /// @throws NetException if the bags' vectors are not summed
  public Tensor forward(Tensor x, long[] offsets, Tensor perSampleWeights) {
    return ofAnySizes(x, offsets, Given.require(this, "perSampleWeights", perSampleWeights));
  }

  private Tensor ofAnySizes(Tensor x, long[] offsets, @Nullable Tensor factors) {
    if (Given.require(this, "x", x).dim() != 1) {
      throw wrongShape("[indices] expected with offsets: x is " + x.shape(), x);
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
    return bagged(x, bags, offsets.length, factors);
  }

  /// @param bags which bag each index is in
  private Tensor bagged(Tensor x, long[] bags, long count, @Nullable Tensor factors) {
    if (factors != null) {
      requireFactors(x, factors);
    }
    return output(
        x,
        () -> {
          var indices = x.flatten(0);
          var places = Tensor.of(bags, bags.length).to(weight.device());
          if (padding == Embedding.NONE) {
            return reduced(indices, places, count, factors == null ? null : factors.flatten(0));
          }
          var kept = indices.ne(padding).nonzero().squeeze(1);
          return reduced(
              indices.indexSelect(0, kept),
              places.indexSelect(0, kept),
              count,
              factors == null ? null : factors.flatten(0).indexSelect(0, kept));
        });
  }

  private void requireFactors(Tensor x, Tensor factors) {
    if (mode != Mode.SUM) {
      throw wrong("perSampleWeights are for sums, and this one makes the " + mode + ": use SUM");
    }
    if (!factors.shape().equals(x.shape())) {
      throw wrongShape(
          "a weight for each index expected: perSampleWeights is "
              + factors.shape()
              + ", x is "
              + x.shape(),
          x,
          factors);
    }
  }

  private Tensor reduced(Tensor indices, Tensor places, long count, @Nullable Tensor factors) {
    var vectors = indices.embedding(weight, -1);
    var rows = factors == null ? vectors : vectors.mul(factors.unsqueeze(1));
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
