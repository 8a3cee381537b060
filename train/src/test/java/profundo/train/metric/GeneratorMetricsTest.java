package profundo.train.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import profundo.tensor.DType;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

class GeneratorMetricsTest {
  @Test
  void oneSampleGivesTheNormalDensityItself() {
    try (var _ = Scope.open()) {
      var window = new Parzen(Tensor.zeros(1, 2), 0.5);
      double expected = -(0.09 + 0.16) / (2 * 0.25) - 2 * Math.log(0.5 * Math.sqrt(2 * Math.PI));
      assertThat(window.mean(Tensor.of(new float[] {0.3f, 0.4f}, 1, 2)))
          .isCloseTo(expected, within(1e-5));
    }
  }

  @Test
  void theBestWidthForNormalSamplesIsFoundByValidation() {
    try (var _ = Scope.open()) {
      Rng.seed(5);
      var window = Parzen.validated(Tensors.randn(4000, 1), Tensors.randn(4000, 1), 0.01, 3, 12);
      // Silverman's rule gives 1.06 n^-1/5 = 0.2; the entropy of N(0, 1) is 1.419 nats.
      assertThat(window.sigma()).isBetween(0.08, 0.5);
      assertThat(window.mean(Tensors.randn(4000, 1))).isCloseTo(-1.419, within(0.05));
    }
  }

  @Test
  void equalSetsLieAtDistanceZero() {
    try (var _ = Scope.open()) {
      Rng.seed(6);
      var features = Tensors.randn(200, 5);
      assertThat(FrechetDistance.between(features, features)).isCloseTo(0, within(1e-8));
    }
  }

  @Test
  void aShiftCountsSquaredAndAScaleByItsDeviations() {
    try (var _ = Scope.open()) {
      Rng.seed(7);
      var features = Tensors.randn(500, 3).to(DType.FLOAT64);
      assertThat(FrechetDistance.between(features, features.add(2.0))).isCloseTo(12, within(1e-6));
      // For Σ₂ = 4 Σ₁ the last term is tr Σ₁ (1 + 4 − 2 · 2) = tr Σ₁, and the mean moves by μ.
      double trace = features.var(true, false, 0).sum().item();
      double moved = features.mean(0).square().sum().item();
      assertThat(FrechetDistance.between(features, features.mul(2.0)))
          .isCloseTo(trace + moved, within(1e-6));
    }
  }

  @Test
  void centresMoveToTheMeansOfTheirPointsAndAnEmptyOneStays() {
    try (var _ = Scope.open()) {
      var points = Tensor.of(new float[] {0, 10, 10, 1, 2, 12, 11}, 7, 1);
      // The third centre lies where the second does, and the first of equals is the nearest.
      assertThat(KMeans.centres(points, 3, 1).toFloatArray()).containsExactly(1, 10.75f, 10);
      assertThat(KMeans.centres(points, 3, 3).toFloatArray()).containsExactly(1, 11.5f, 10);
    }
  }
}
