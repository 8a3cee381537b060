package profundo.tensor;

import org.bytedeco.pytorch.global.torch;

/// Sums, means, extremes and order along dimensions.
public sealed interface Reductions permits Tensor {
  /// The sum along these dimensions; with `keepdim` they stay, with size 1.
  default Tensor sum(boolean keepdim, long... dims) {
    NullArgument.require("sum", "dims", dims);
    return Op.of("sum", () -> torch.sum(Op.raw(this), dims, keepdim, Op.SAME_TYPE), this);
  }

  /// The sum of all elements, a scalar.
  default Tensor sum() {
    return Op.unary("sum", this, torch::sum);
  }

  /// The sum along these dimensions, which go away.
  default Tensor sum(long... dims) {
    return sum(false, dims);
  }

  /// The mean along these dimensions; with `keepdim` they stay, with size 1.
  default Tensor mean(boolean keepdim, long... dims) {
    NullArgument.require("mean", "dims", dims);
    return Op.of("mean", () -> torch.mean(Op.raw(this), dims, keepdim, Op.SAME_TYPE), this);
  }

  /// The mean of all elements, a scalar.
  default Tensor mean() {
    return Op.unary("mean", this, torch::mean);
  }

  /// The mean along these dimensions, which go away.
  default Tensor mean(long... dims) {
    return mean(false, dims);
  }

  /// The largest element along these dimensions; with `keepdim` they stay, with size 1.
  default Tensor amax(boolean keepdim, long... dims) {
    NullArgument.require("amax", "dims", dims);
    return Op.of("amax", () -> torch.amax(Op.raw(this), dims, keepdim), this);
  }

  /// The largest element, a scalar.
  default Tensor amax() {
    return Op.unary("amax", this, torch::amax);
  }

  /// The largest element along these dimensions, which go away.
  default Tensor amax(long... dims) {
    return amax(false, dims);
  }

  /// The smallest element along these dimensions; with `keepdim` they stay, with size 1.
  default Tensor amin(boolean keepdim, long... dims) {
    NullArgument.require("amin", "dims", dims);
    return Op.of("amin", () -> torch.amin(Op.raw(this), dims, keepdim), this);
  }

  /// The smallest element, a scalar.
  default Tensor amin() {
    return Op.unary("amin", this, torch::amin);
  }

  /// The smallest element along these dimensions, which go away.
  default Tensor amin(long... dims) {
    return amin(false, dims);
  }

  /// The sample variance of all elements, divided by n − 1 (`unbiased`) or by n.
  default Tensor var(boolean unbiased) {
    return Op.of("var", () -> torch.var(Op.raw(this), unbiased), this);
  }

  /// The variance along these dimensions, divided by n − 1 (`unbiased`) or by n.
  default Tensor var(boolean unbiased, boolean keepdim, long... dims) {
    NullArgument.require("var", "dims", dims);
    return Op.of("var", () -> torch.var(Op.raw(this), dims, unbiased, keepdim), this);
  }

  /// The standard deviation of all elements; see [#var(boolean)].
  default Tensor std(boolean unbiased) {
    return Op.of("std", () -> torch.std(Op.raw(this), unbiased), this);
  }

  /// The standard deviation along these dimensions; see [#var(boolean,boolean,long...)].
  default Tensor std(boolean unbiased, boolean keepdim, long... dims) {
    NullArgument.require("std", "dims", dims);
    return Op.of("std", () -> torch.std(Op.raw(this), dims, unbiased, keepdim), this);
  }

  /// The largest elements along a dimension and where they lie.
  default ValuesIndices max(long dim, boolean keepdim) {
    return ValuesIndices.of(Op.two("max", () -> torch.max(Op.raw(this), dim, keepdim), this));
  }

  /// The smallest elements along a dimension and where they lie.
  default ValuesIndices min(long dim, boolean keepdim) {
    return ValuesIndices.of(Op.two("min", () -> torch.min(Op.raw(this), dim, keepdim), this));
  }

  /// The median along a dimension (the lower of two) and where it lies.
  default ValuesIndices median(long dim, boolean keepdim) {
    return ValuesIndices.of(Op.two("median", () -> torch.median(Op.raw(this), dim, keepdim), this));
  }

  /// The index of the largest element along a dimension, as 64-bit integers.
  default Tensor argmax(long dim) {
    return Op.of("argmax", () -> Op.withLong(dim, d -> torch.argmax(Op.raw(this), d, false)), this);
  }

  /// The index of the smallest element along a dimension, as 64-bit integers.
  default Tensor argmin(long dim) {
    return Op.of("argmin", () -> Op.withLong(dim, d -> torch.argmin(Op.raw(this), d, false)), this);
  }

  /// The `k` largest elements along a dimension, largest first, and where they lie.
  default ValuesIndices topk(long k, long dim) {
    return ValuesIndices.of(
        Op.two("topk", () -> torch.topk(Op.raw(this), k, dim, true, true), this));
  }

  /// The elements in order along a dimension and where they lay; equal ones keep their order.
  default ValuesIndices sort(long dim, boolean descending) {
    return ValuesIndices.of(
        Op.two("sort", () -> torch.sort(Op.raw(this), Op.TRUE, dim, descending), this));
  }

  /// The product of all elements, a scalar.
  default Tensor prod() {
    return Op.unary("prod", this, torch::prod);
  }

  /// The product along a dimension.
  default Tensor prod(long dim, boolean keepdim) {
    return Op.of("prod", () -> torch.prod(Op.raw(this), dim, keepdim, Op.SAME_TYPE), this);
  }

  /// The sums of the elements up to each one along a dimension.
  default Tensor cumsum(long dim) {
    return Op.of("cumsum", () -> torch.cumsum(Op.raw(this), dim), this);
  }

  /// The products of the elements up to each one along a dimension.
  default Tensor cumprod(long dim) {
    return Op.of("cumprod", () -> torch.cumprod(Op.raw(this), dim), this);
  }

  /// The logarithm of the sum of exponentials along these dimensions, without overflow.
  default Tensor logsumexp(boolean keepdim, long... dims) {
    NullArgument.require("logsumexp", "dims", dims);
    return Op.of("logsumexp", () -> torch.logsumexp(Op.raw(this), dims, keepdim), this);
  }

  /// The p-norm along these dimensions, (Σ|x|^p)^(1/p); with no dimensions, of all elements.
  default Tensor norm(double p, boolean keepdim, long... dims) {
    NullArgument.require("norm", "dims", dims);
    return dims.length == 0
        ? Op.of("norm", () -> torch.norm(Op.raw(this), Local.current().scalar(p)), this)
        : Op.of(
            "norm",
            () ->
                torch.linalg_vector_norm(
                    Op.raw(this), Local.current().scalar(p), dims, keepdim, Op.SAME_TYPE),
            this);
  }

  /// The Euclidean norm of all elements, a scalar.
  default Tensor norm() {
    return Op.unary("norm", this, torch::norm);
  }

  /// Whether one element holds, a scalar.
  default Tensor any() {
    return Op.unary("any", this, torch::any);
  }

  /// Whether all elements hold, a scalar.
  default Tensor all() {
    return Op.unary("all", this, torch::all);
  }

  /// The number of elements that are not zero, a scalar.
  default Tensor countNonzero() {
    return Op.unary("countNonzero", this, torch::count_nonzero);
  }

  /// How often each of 0, 1, … occurs in a one-dimensional integer tensor; at least `length`
  /// counts.
  default Tensor bincount(long length) {
    return Op.of("bincount", () -> torch.bincount(Op.raw(this), Op.NONE, length), this);
  }
}
