package profundo.lab.task;

import profundo.tensor.DType;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// A linear classifier by least squares with a penalty on its weights (Hoerl & Kennard 1970): each
/// class is +1 against −1 for the others.
///
/// @param mean of the features, `[D]`
/// @param weight `[D, classes]`
/// @param bias `[classes]`
public record LeastSquares(Tensor mean, Tensor weight, Tensor bias) {
  private static final double LEAST = 1e-4;
  private static final int PENALTIES = 9;

  /// The classifier of features `[N, D]` and labels `[N]` whose penalty, one of nine tenfold steps,
  /// makes the fewest mistakes on validation features `[M, D]`.
  public static LeastSquares fit(
      Tensor features, Tensor labels, int classes, Tensor validation, Tensor validationLabels) {
    try (var scope = Scope.open();
        var _ = Grad.noGrad()) {
      var x = features.to(DType.FLOAT64);
      var mean = x.mean(0);
      var centred = x.sub(mean);
      var y = labels.oneHot(classes).to(DType.FLOAT64).mul(2).sub(1);
      var bias = y.mean(0);
      var eigh = centred.t().matmul(centred).div(x.size(0)).eigh();
      var turned =
          eigh.vectors().t().matmul(centred.t().matmul(y.sub(bias))).div(x.size(0)); // [D, classes]
      double scale = eigh.values().mean().item();
      var best = new LeastSquares(mean, Tensors.zeros(DType.FLOAT64, x.device(), 1, 1), bias);
      double least = Double.POSITIVE_INFINITY;
      for (int i = 0; i < PENALTIES; i++) {
        double penalty = scale * LEAST * Math.pow(10, i);
        var shrunk = turned.div(eigh.values().clampMin(0).add(penalty).unsqueeze(1));
        var one = new LeastSquares(mean, eigh.vectors().matmul(shrunk), bias);
        double error = one.error(validation, validationLabels);
        if (error < least) {
          least = error;
          best = one;
        }
      }
      return new LeastSquares(
          scope.keep(best.mean), scope.keep(best.weight), scope.keep(best.bias));
    }
  }

  /// Features `[N, D]` to scores `[N, classes]`.
  public Tensor scores(Tensor features) {
    return features.to(DType.FLOAT64).sub(mean).matmul(weight).add(bias);
  }

  /// The share of features `[N, D]` whose highest score is not their label's.
  public double error(Tensor features, Tensor labels) {
    try (var _ = Scope.open();
        var _ = Grad.noGrad()) {
      return scores(features).argmax(1).ne(labels).to(DType.FLOAT64).mean().item();
    }
  }
}
