package profundo.train.metric;

import java.util.ArrayList;
import profundo.base.Given;
import profundo.tensor.Grad;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// Clusters of points (Lloyd 1982).
public final class KMeans {
  private static final int ROWS = 500;

  private KMeans() {}

  /// The centres of `k` clusters, `[k, D]`: the first points, then so many rounds in which each
  /// moves to the mean of the points that are nearest to it. A centre to which none is nearest
  /// stays.
  ///
  /// @param points `[N, D]`, N at least `k`
  public static Tensor centres(Tensor points, int k, int rounds) {
    Given.require("points", points);
    try (var scope = Scope.open();
        var _ = Grad.noGrad()) {
      var centres = points.narrow(0, 0, k).contiguous();
      for (int i = 0; i < rounds; i++) {
        centres = round(points, centres);
      }
      return scope.keep(centres);
    }
  }

  private static Tensor round(Tensor points, Tensor centres) {
    try (var scope = Scope.open()) {
      var nearest = nearest(points, centres);
      var sums = centres.zerosLike().indexAdd(0, nearest, points);
      var counts = nearest.bincount(centres.size(0)).unsqueeze(1);
      var means = sums.div(counts.clampMin(1).to(points.dtype()));
      return scope.keep(Tensors.where(counts.gt(0), means, centres));
    }
  }

  /// For each point the centre that is nearest, `[N]`.
  private static Tensor nearest(Tensor points, Tensor centres) {
    var squares = centres.square().sum(1).unsqueeze(0);
    var parts = new ArrayList<Tensor>();
    for (var rows : points.split(ROWS, 0)) {
      try (var scope = Scope.open()) {
        var distances =
            squares.sub(rows.matmul(centres.t()).mul(2)); // less the points' own squares
        parts.add(scope.keep(distances.argmin(1)));
      }
    }
    return Tensor.cat(0, parts.toArray(Tensor[]::new));
  }
}
