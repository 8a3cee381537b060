package profundo.train.metric;

import profundo.base.Given;
import profundo.tensor.DType;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

/// The Fréchet distance between two sets of features, each taken for a normal distribution: ‖μ₁ −
/// μ₂‖² + tr(Σ₁ + Σ₂ − 2 (Σ₁ Σ₂)^½) (Dowson & Landau 1982; Heusel et al. 2017, equation 6).
public final class FrechetDistance {
  private FrechetDistance() {}

  /// The distance between features `[N, D]` and `[M, D]`; 0 for equal sets.
  public static double between(Tensor first, Tensor second) {
    Given.require("first", first);
    Given.require("second", second);
    try (var _ = Grad.noGrad();
        var _ = Scope.open()) {
      var a = first.to(DType.FLOAT64);
      var b = second.to(DType.FLOAT64);
      var means = a.mean(0).sub(b.mean(0)).square().sum().item();
      var covarianceA = covariance(a);
      var covarianceB = covariance(b);
      var rootA = root(covarianceA);
      var between = rootA.matmul(covarianceB).matmul(rootA);
      double traces = covarianceA.trace().item() + covarianceB.trace().item();
      return means + traces - 2 * rootsOfValues(between).sum().item();
    }
  }

  private static Tensor covariance(Tensor features) {
    var centred = features.sub(features.mean(true, 0));
    return centred.t().matmul(centred).div(features.size(0) - 1.0);
  }

  /// The root of a symmetric matrix without negative values.
  private static Tensor root(Tensor matrix) {
    var eigh = matrix.eigh();
    var roots = eigh.values().clampMin(0).sqrt();
    return eigh.vectors().mul(roots).matmul(eigh.vectors().t());
  }

  private static Tensor rootsOfValues(Tensor matrix) {
    return matrix.add(matrix.t()).div(2).eigh().values().clampMin(0).sqrt();
  }
}
