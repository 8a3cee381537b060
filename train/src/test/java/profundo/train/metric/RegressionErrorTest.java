package profundo.train.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import profundo.tensor.Scope;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;

class RegressionErrorTest {
  private static RegressionError of(double[] predicted, double... target) {
    var error = new RegressionError();
    error.add(predicted, target);
    return error;
  }

  /// The example of scikit-learn's `mean_absolute_error`, `mean_squared_error`,
  /// `root_mean_squared_error` and `r2_score`: 0.5, 0.375, 0.612… and 0.948….
  @Test
  void theErrorsAreThoseOfScikitLearnsExample() {
    var error = of(new double[] {2.5, 0.0, 2, 8}, 3, -0.5, 2, 7);
    assertThat(error.meanAbsolute()).isEqualTo(0.5);
    assertThat(error.meanSquared()).isEqualTo(0.375);
    assertThat(error.rootMeanSquared()).isCloseTo(0.612, within(5e-4));
    assertThat(error.r2())
        .isCloseTo(1 - 1.5 / 29.1875, within(1e-12))
        .isCloseTo(0.948, within(1e-3));
  }

  /// Further examples of `r2_score`: 1 for the targets, 0 for their mean, −3 for the reverse.
  @Test
  void theMeanExplainsNothingAndWorseIsNegative() {
    assertThat(of(new double[] {1, 2, 3}, 1, 2, 3).r2()).isEqualTo(1);
    assertThat(of(new double[] {2, 2, 2}, 1, 2, 3).r2()).isZero();
    assertThat(of(new double[] {3, 2, 1}, 1, 2, 3).r2()).isEqualTo(-3);
  }

  @Test
  void equalTargetsAreMetOrNot() {
    assertThat(of(new double[] {-2, -2, -2}, -2, -2, -2).r2()).isEqualTo(1);
    assertThat(of(new double[] {-2, -2, -2 + 1e-8}, -2, -2, -2).r2()).isZero();
    assertThat(of(new double[] {1}, 1).r2()).isNaN();
    assertThat(new RegressionError().meanSquared()).isNaN();
  }

  @Test
  void batchesCountAsOne() {
    var parts = new RegressionError();
    try (var _ = Scope.open()) {
      parts.add(Tensor.of(new double[] {2.5, 0}, 2, 1), Tensor.of(new double[] {3, -0.5}, 2, 1));
      parts.add(Tensor.of(new double[] {2, 8}), Tensor.of(new double[] {2, 7}));
      assertThat(parts.r2()).isCloseTo(1 - 1.5 / 29.1875, within(1e-12));
      assertThatThrownBy(() -> parts.add(Tensor.ones(2, 1), Tensor.ones(2)))
          .isInstanceOf(ShapeException.class)
          .hasMessageContainingAll("[2, 1]", "[2]");
    }
  }

  @Test
  void aFarOriginCostsNothing() {
    var error =
        of(new double[] {1e9 + 2.5, 1e9, 1e9 + 2, 1e9 + 8}, 1e9 + 3, 1e9 - 0.5, 1e9 + 2, 1e9 + 7);
    assertThat(error.r2()).isCloseTo(1 - 1.5 / 29.1875, within(1e-9));
  }
}
