package profundo.tensor;

import org.bytedeco.pytorch.T_TensorTensor_T;
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

  /// The largest element, a scalar.
  default Tensor max() {
    return Op.unary("max", this, torch::max);
  }

  /// The smallest element, a scalar.
  default Tensor min() {
    return Op.unary("min", this, torch::min);
  }

  /// The median of all elements (the lower of two), a scalar.
  default Tensor median() {
    return Op.unary("median", this, torch::median);
  }

  /// The sample variance of all elements, divided by n − 1.
  default Tensor var() {
    return var(true);
  }

  /// The sample variance along these dimensions, which go away, divided by n − 1.
  default Tensor var(long... dims) {
    return var(true, false, dims);
  }

  /// The sample standard deviation of all elements, the root of [#var()].
  default Tensor std() {
    return std(true);
  }

  /// The sample standard deviation along these dimensions, the root of [#var(long...)].
  default Tensor std(long... dims) {
    return std(true, false, dims);
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

  /// The largest elements along a dimension, which goes away, and where they lie.
  default ValuesIndices max(long dim) {
    return max(dim, false);
  }

  /// The smallest elements along a dimension and where they lie.
  default ValuesIndices min(long dim, boolean keepdim) {
    return ValuesIndices.of(Op.two("min", () -> torch.min(Op.raw(this), dim, keepdim), this));
  }

  /// The smallest elements along a dimension, which goes away, and where they lie.
  default ValuesIndices min(long dim) {
    return min(dim, false);
  }

  /// The median along a dimension (the lower of two) and where it lies.
  default ValuesIndices median(long dim, boolean keepdim) {
    return ValuesIndices.of(Op.two("median", () -> dense(Op.raw(this), dim, keepdim), this));
  }

  /// The median along a dimension (the lower of two), which goes away, and where it lies.
  default ValuesIndices median(long dim) {
    return median(dim, false);
  }

  /// The number below which a share `q`, 0 to 1, of all elements lies, a scalar: between two of
  /// them, linearly.
  default Tensor quantile(double q) {
    return Op.of(
        "quantile", () -> torch.quantile(Op.raw(this), q, Op.NO_LONG, false, "linear"), this);
  }

  /// As [#quantile(double)] along a dimension, for each of the shares `q`: a number or one
  /// dimension, of this tensor's type, which comes first in the result.
  default Tensor quantile(Tensor q, long dim, boolean keepdim) {
    return Op.of(
        "quantile",
        () -> Op.withLong(dim, d -> torch.quantile(Op.raw(this), q.raw(), d, keepdim, "linear")),
        this,
        q);
  }

  /// The index of the largest element along a dimension, as 64-bit integers.
  default Tensor argmax(long dim) {
    return argmax(dim, false);
  }

  /// The index of the largest element along a dimension, as 64-bit integers; with `keepdim` the
  /// dimension stays, with size 1.
  default Tensor argmax(long dim, boolean keepdim) {
    return Op.of(
        "argmax", () -> Op.withLong(dim, d -> torch.argmax(Op.raw(this), d, keepdim)), this);
  }

  /// The index of the largest element among all, the last dimension counted fastest, a scalar.
  default Tensor argmax() {
    return Op.unary("argmax", this, torch::argmax);
  }

  /// The index of the smallest element along a dimension, as 64-bit integers.
  default Tensor argmin(long dim) {
    return argmin(dim, false);
  }

  /// The index of the smallest element along a dimension, as 64-bit integers; with `keepdim` the
  /// dimension stays, with size 1.
  default Tensor argmin(long dim, boolean keepdim) {
    return Op.of(
        "argmin", () -> Op.withLong(dim, d -> torch.argmin(Op.raw(this), d, keepdim)), this);
  }

  /// The index of the smallest element among all, the last dimension counted fastest, a scalar.
  default Tensor argmin() {
    return Op.unary("argmin", this, torch::argmin);
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

  /// The elements in ascending order along a dimension; see [#sort(long,boolean)].
  default ValuesIndices sort(long dim) {
    return sort(dim, false);
  }

  /// Where the elements lie, in order along a dimension; equal ones keep their order.
  default Tensor argsort(long dim, boolean descending) {
    return Op.of("argsort", () -> torch.argsort(Op.raw(this), true, dim, descending), this);
  }

  /// Where the elements lie, in ascending order along a dimension.
  default Tensor argsort(long dim) {
    return argsort(dim, false);
  }

  /// The different elements, ascending. Each not-a-number differs from all. There is no gradient.
  default Unique unique() {
    try (var scope = Scope.open()) {
      var x = (Tensor) this;
      var sorted = x.detach().flatten(0).sort(0);
      var all =
          Op.three(
              "unique",
              () -> torch.unique_consecutive(sorted.values().raw(), true, true, Op.NO_LONG),
              sorted.values());
      var inverse = all[1].zerosLike().scatter(0, sorted.indices(), all[1]);
      return new Unique(
          scope.keep(all[0]), scope.keep(inverse.reshape(x.shape().toArray())), scope.keep(all[2]));
    }
  }

  /// The different elements of a tensor.
  ///
  /// @param values the elements, ascending, in one dimension
  /// @param inverse for each element, which of the values it is, of the tensor's shape
  /// @param counts how often each of the values occurs
  record Unique(Tensor values, Tensor inverse, Tensor counts) {}

  /// The product of all elements, a scalar.
  default Tensor prod() {
    return Op.unary("prod", this, torch::prod);
  }

  /// The product along a dimension.
  default Tensor prod(long dim, boolean keepdim) {
    return Op.of("prod", () -> torch.prod(Op.raw(this), dim, keepdim, Op.SAME_TYPE), this);
  }

  /// The product along a dimension, which goes away.
  default Tensor prod(long dim) {
    return prod(dim, false);
  }

  /// The differences of neighbours along a dimension, `order` times over: `out[i] = this[i + 1] −
  /// this[i]` for `order` 1.
  default Tensor diff(long order, long dim) {
    return Op.of("diff", () -> torch.diff(Op.raw(this), order, dim, Op.NONE, Op.NONE), this);
  }

  /// The differences of neighbours along a dimension.
  default Tensor diff(long dim) {
    return diff(1, dim);
  }

  /// The sample covariances of the rows of `[variables, samples]`, divided by n − 1: `[variables,
  /// variables]`; of one row `[samples]`, its variance.
  default Tensor cov() {
    return Op.unary("cov", this, torch::cov);
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

  /// The logarithm of the sum of exponentials along these dimensions, which go away.
  default Tensor logsumexp(long... dims) {
    return logsumexp(false, dims);
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

  /// Native code that looks for the median of repeated numbers reads beside memory where they share
  /// a place, as those that `expand` repeats do.
  private static T_TensorTensor_T dense(org.bytedeco.pytorch.Tensor x, long dim, boolean keepdim) {
    try (var dense = x.contiguous()) {
      return torch.median(dense, dim, keepdim);
    }
  }
}
