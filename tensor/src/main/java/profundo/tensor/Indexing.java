package profundo.tensor;

import org.bytedeco.pytorch.global.torch;

/// Parts of tensors, by position, by index and by mask.
public sealed interface Indexing permits Tensor {
  /// The slice at one position along a dimension, which goes away. Shares memory; negative
  /// positions count from the end.
  default Tensor select(long dim, long index) {
    return Op.of("select", () -> torch.select(Op.raw(this), dim, index), this);
  }

  /// The slice at one position along the first dimension. Shares memory.
  default Tensor get(long index) {
    return select(0, index);
  }

  /// `length` positions from `start` on along a dimension. Shares memory.
  default Tensor narrow(long dim, long start, long length) {
    return Op.of("narrow", () -> torch.narrow(Op.raw(this), dim, start, length), this);
  }

  /// Every `step`-th position from `start` to below `end` along a dimension, as Python slices:
  /// negative positions count from the end, and positions beyond the ends are held to them. Shares
  /// memory.
  default Tensor slice(long dim, long start, long end, long step) {
    return Op.of(
        "slice",
        () ->
            Op.withLong(
                start, s -> Op.withLong(end, e -> torch.slice(Op.raw(this), dim, s, e, step))),
        this);
  }

  /// The positions from `start` to below `end` along a dimension; see
  /// [#slice(long,long,long,long)].
  default Tensor slice(long dim, long start, long end) {
    return slice(dim, start, end, 1);
  }

  /// A copy of the slices at these positions (64-bit integers, one dimension) along a dimension.
  default Tensor indexSelect(long dim, Tensor positions) {
    return Op.of(
        "indexSelect",
        () -> torch.index_select(Op.raw(this), dim, positions.raw()),
        this,
        positions);
  }

  /// A copy of the elements that integer or truth tensors choose, one for each leading dimension,
  /// as NumPy's advanced indexing.
  default Tensor index(Tensor... positions) {
    NullArgument.require("index", "positions", positions);
    requirePositions("index", positions);
    return Op.of(
        "index",
        () -> Op.withPositions(positions, list -> torch.index(Op.raw(this), list)),
        this,
        positions);
  }

  /// Writes values where [#index(Tensor...)] would read; with `accumulate` it adds them.
  default Tensor indexPut_(Tensor values, boolean accumulate, Tensor... positions) {
    NullArgument.require("indexPut_", "positions", positions);
    requirePositions("indexPut_", positions);
    return Op.inPlace(
        "indexPut_",
        this,
        () ->
            Op.withPositions(
                positions, list -> torch.index_put_(Op.raw(this), list, values.raw(), accumulate)),
        values);
  }

  /// A copy with `source`'s slices added at these positions along a dimension.
  default Tensor indexAdd(long dim, Tensor positions, Tensor source) {
    return Op.of(
        "indexAdd",
        () -> torch.index_add(Op.raw(this), dim, positions.raw(), source.raw()),
        this,
        positions,
        source);
  }

  /// The elements at these indices along a dimension: `out[i][j] = this[index[i][j]][j]` for `dim`
  /// 0.
  default Tensor gather(long dim, Tensor index) {
    return Op.of("gather", () -> torch.gather(Op.raw(this), dim, index.raw()), this, index);
  }

  /// A copy with `source`'s elements written at these indices along a dimension: [#gather]
  /// reversed.
  default Tensor scatter(long dim, Tensor index, Tensor source) {
    return Op.of(
        "scatter",
        () -> torch.scatter(Op.raw(this), dim, index.raw(), source.raw()),
        this,
        index,
        source);
  }

  /// A copy with `source`'s elements added at these indices along a dimension.
  default Tensor scatterAdd(long dim, Tensor index, Tensor source) {
    return Op.of(
        "scatterAdd",
        () -> torch.scatter_add(Op.raw(this), dim, index.raw(), source.raw()),
        this,
        index,
        source);
  }

  /// A copy with `source`'s elements brought together with its own at these indices along a
  /// dimension, by `sum`, `prod`, `mean`, `amax` or `amin`.
  ///
  /// @param includeSelf whether this tensor's own elements count where others come
  default Tensor scatterReduce(
      long dim, Tensor index, Tensor source, String reduce, boolean includeSelf) {
    NullArgument.require("scatterReduce", "reduce", reduce);
    return Op.of(
        "scatterReduce",
        () ->
            torch.scatter_reduce(Op.raw(this), dim, index.raw(), source.raw(), reduce, includeSelf),
        this,
        index,
        source);
  }

  /// The elements at these indices along a dimension, as those of [Reductions#argsort] or
  /// [Reductions#argmax(long,boolean)]: [#gather] with the other dimensions broadcast.
  ///
  /// @throws IndexException if an index is no place, which libtorch's own passes over
  default Tensor takeAlongDim(Tensor index, long dim) {
    NullArgument.require("takeAlongDim", "index", index);
    var x = (Tensor) this;
    int dims = x.dim();
    if (index.dim() != dims) {
      throw new ShapeException(
          "takeAlongDim",
          "an index of as many dimensions wanted: x is "
              + x.shape()
              + ", index is "
              + index.shape()
              + ".",
          x.shape(),
          index.shape());
    }
    var from = new long[dims];
    var to = new long[dims];
    for (int i = 0; i < dims; i++) {
      boolean along = i == dim || i == dim + dims;
      from[i] = along || x.size(i) != 1 ? x.size(i) : index.size(i);
      to[i] = along || index.size(i) != 1 ? index.size(i) : x.size(i);
    }
    try (var scope = Scope.open()) {
      return scope.keep(x.expand(from).gather(dim, index.expand(to)));
    }
  }

  /// A copy with a number wherever the mask holds; shapes broadcast.
  default Tensor maskedFill(Tensor mask, double value) {
    return Op.of(
        "maskedFill",
        () -> torch.masked_fill(Op.raw(this), mask.raw(), Local.current().scalar(value)),
        this,
        mask);
  }

  /// A copy with an integer wherever the mask holds; shapes broadcast.
  default Tensor maskedFill(Tensor mask, long value) {
    DType.require("maskedFill", (Tensor) this, value);
    return Op.of(
        "maskedFill",
        () -> torch.masked_fill(Op.raw(this), mask.raw(), Local.current().scalar(value)),
        this,
        mask);
  }

  /// The elements where the mask holds, in one dimension.
  default Tensor maskedSelect(Tensor mask) {
    return Op.binary("maskedSelect", this, mask, torch::masked_select);
  }

  /// The indices of the elements that are not zero, `[count, dimensions]`.
  default Tensor nonzero() {
    return Op.unary("nonzero", this, torch::nonzero);
  }

  /// Class labels as rows with a single 1, `[…, classes]`, 64-bit integers.
  default Tensor oneHot(long classes) {
    return Op.of("oneHot", () -> torch.one_hot(Op.raw(this), classes), this);
  }

  /// For each element, how many of the ascending `boundaries` lie below it.
  default Tensor bucketize(Tensor boundaries) {
    return Op.binary("bucketize", this, boundaries, torch::bucketize);
  }

  /// As [#bucketize] with the boundaries as the receiver: where each of `values` would be put into
  /// the last dimension to keep it ascending, before those equal to it, or with `right` after them.
  ///
  /// `[…, n]` and `[…, m]` to `[…, m]`, 64-bit integers; one row `[n]` serves values of any shape.
  ///
  /// @throws ShapeException if the leading dimensions differ
  default Tensor searchsorted(Tensor values, boolean right) {
    return Op.of(
        "searchsorted",
        () -> torch.searchsorted(Op.raw(this), values.raw(), false, right, Op.NO_STRING, Op.NONE),
        this,
        values);
  }

  /// As [#searchsorted(Tensor,boolean)], before equal numbers.
  default Tensor searchsorted(Tensor values) {
    return searchsorted(values, false);
  }

  private static void requirePositions(String op, Tensor... positions) {
    if (positions.length == 0) {
      throw new TensorException(op + ": give the positions of one dimension or more.");
    }
  }
}
