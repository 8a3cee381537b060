package profundo.tensor;

import java.util.stream.LongStream;
import org.bytedeco.pytorch.global.torch;

/// Linear algebra.
public sealed interface Linalg permits Tensor {
  /// The matrix product, over leading dimensions that broadcast: `[…, n, k] · […, k, m]` is `[…, n,
  /// m]`.
  default Tensor matmul(Tensor other) {
    return Op.binary("matmul", this, other, torch::matmul);
  }

  /// The product of two matrices, `[n, k] · [k, m]`.
  default Tensor mm(Tensor other) {
    return Op.binary("mm", this, other, torch::mm);
  }

  /// The products of two batches of matrices, `[b, n, k] · [b, k, m]`.
  default Tensor bmm(Tensor other) {
    return Op.binary("bmm", this, other, torch::bmm);
  }

  /// The inner product of two vectors, a scalar.
  default Tensor dot(Tensor other) {
    return Op.binary("dot", this, other, torch::dot);
  }

  /// The outer product of two vectors, `[n, m]`.
  default Tensor outer(Tensor other) {
    return Op.binary("outer", this, other, torch::outer);
  }

  /// The sums of products over these dimensions of this tensor and those of the other: what remains
  /// of this tensor's dimensions, then of the other's.
  default Tensor tensordot(Tensor other, long[] dims, long[] otherDims) {
    NullArgument.require("tensordot", "dims", dims);
    NullArgument.require("tensordot", "otherDims", otherDims);
    return Op.of(
        "tensordot",
        () -> torch.tensordot(Op.raw(this), other.raw(), dims, otherDims),
        this,
        other);
  }

  /// As [#tensordot(Tensor,long[],long[])] over this tensor's last `count` dimensions and the
  /// other's first; 1 is the matrix product.
  default Tensor tensordot(Tensor other, int count) {
    NullArgument.require("tensordot", "other", other);
    int dim = ((Tensor) this).dim();
    if (count < 0 || count > dim || count > other.dim()) {
      throw new ShapeException(
          "tensordot",
          "both have as many dimensions as are summed over, 0 or more, not "
              + count
              + ": "
              + ((Tensor) this).shape()
              + ", "
              + other.shape()
              + ".",
          ((Tensor) this).shape(),
          other.shape());
    }
    return tensordot(
        other, LongStream.range(dim - count, dim).toArray(), LongStream.range(0, count).toArray());
  }

  /// The Kronecker product.
  default Tensor kron(Tensor other) {
    return Op.binary("kron", this, other, torch::kron);
  }

  /// The solution X of `this · X = other`.
  default Tensor solve(Tensor other) {
    return Op.binary("solve", this, other, torch::linalg_solve);
  }

  /// `this + a · b` for matrices.
  default Tensor addmm(Tensor a, Tensor b) {
    return Op.of("addmm", () -> torch.addmm(Op.raw(this), a.raw(), b.raw()), this, a, b);
  }

  /// `this + a · b` for batches of matrices.
  default Tensor baddbmm(Tensor a, Tensor b) {
    return Op.of("baddbmm", () -> torch.baddbmm(Op.raw(this), a.raw(), b.raw()), this, a, b);
  }

  /// The distances between the rows of two batches in the p-norm, `[n, d], [m, d]` to `[n, m]`.
  default Tensor cdist(Tensor other, double p) {
    return Op.of("cdist", () -> torch.cdist(Op.raw(this), other.raw(), p, Op.NO_LONG), this, other);
  }

  /// The cosine of the angle between vectors along a dimension.
  default Tensor cosineSimilarity(Tensor other, long dim) {
    return Op.of(
        "cosineSimilarity",
        () -> torch.cosine_similarity(Op.raw(this), other.raw(), dim, 1e-8),
        this,
        other);
  }

  /// A diagonal matrix of a vector, or the diagonal of a matrix.
  default Tensor diag() {
    return Op.unary("diag", this, torch::diag);
  }

  /// The sum of a matrix's diagonal, a scalar.
  default Tensor trace() {
    return Op.unary("trace", this, torch::trace);
  }

  /// The inverse of a square matrix.
  ///
  /// @throws TensorException if the matrix is singular
  default Tensor inverse() {
    return Op.unary("inverse", this, torch::linalg_inv);
  }

  /// The pseudo-inverse of a matrix of any shape (Moore–Penrose), by its singular values.
  default Tensor pinv() {
    return Op.unary("pinv", this, torch::linalg_pinv);
  }

  /// The X with the least squares |this · X − other|², and of those the least |X|², by [#pinv()]:
  /// `[…, n, k]` and `[…, n, m]` to `[…, k, m]`.
  default Tensor lstsq(Tensor other) {
    NullArgument.require("lstsq", "other", other);
    try (var inverse = pinv()) {
      return inverse.matmul(other);
    }
  }

  /// The determinant of a square matrix.
  default Tensor det() {
    return Op.unary("det", this, torch::linalg_det);
  }

  /// The lower triangle L with `L · Lᵀ` this symmetric positive-definite matrix.
  default Tensor cholesky() {
    return Op.unary("cholesky", this, torch::linalg_cholesky);
  }

  /// The singular value decomposition `U · diag(S) · Vᵀ`, S descending.
  default Svd svd() {
    var all = Op.three("svd", () -> torch.linalg_svd(Op.raw(this), false, Op.NO_STRING), this);
    return new Svd(all[0], all[1], all[2]);
  }

  /// The eigenvalues (ascending) and eigenvectors (columns) of a symmetric matrix.
  default Eigh eigh() {
    var both = Op.two("eigh", () -> torch.linalg_eigh(Op.raw(this)), this);
    return new Eigh(both[0], both[1]);
  }

  /// The eigenvalues and eigenvectors (columns) of a square matrix, complex numbers in no order.
  default Eig eig() {
    var both = Op.two("eig", () -> torch.linalg_eig(Op.raw(this)), this);
    return new Eig(both[0], both[1]);
  }

  /// The QR decomposition: Q with orthonormal columns, and R upper triangular.
  default Qr qr() {
    var both = Op.two("qr", () -> torch.linalg_qr(Op.raw(this)), this);
    return new Qr(both[0], both[1]);
  }

  /// A singular value decomposition.
  ///
  /// @param u left singular vectors, `[…, n, k]`
  /// @param s singular values, `[…, k]`, descending
  /// @param vh right singular vectors, transposed, `[…, k, m]`
  record Svd(Tensor u, Tensor s, Tensor vh) {}

  /// An eigendecomposition of a symmetric matrix.
  ///
  /// @param values eigenvalues, ascending
  /// @param vectors eigenvectors, as columns
  record Eigh(Tensor values, Tensor vectors) {}

  /// An eigendecomposition of a square matrix.
  ///
  /// @param values eigenvalues, complex
  /// @param vectors eigenvectors, as columns, complex
  record Eig(Tensor values, Tensor vectors) {}

  /// A QR decomposition.
  ///
  /// @param q orthonormal columns
  /// @param r an upper triangle
  record Qr(Tensor q, Tensor r) {}
}
