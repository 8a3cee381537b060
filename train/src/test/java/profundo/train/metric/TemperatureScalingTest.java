package profundo.train.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

class TemperatureScalingTest {
  /// Labels are drawn from the softmax of logits that a classifier overstates by a factor.
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 3})
  void itIsTheFactorByWhichAClassifierOverstatesItsLogits(double factor) {
    try (var _ = Scope.open()) {
      Rng.seed(5);
      var logits = Tensors.randn(20_000, 5).mul(2);
      var labels = logits.softmax(1).multinomial(1, true).squeeze(1);
      double temperature = TemperatureScaling.fit(logits.mul(factor), labels);
      assertThat(temperature).isCloseTo(factor, within(0.05 * factor));
    }
  }

  /// Two logits ±a, right in a share p: σ(2a/T) = p, so T = 2a / ln(p / (1 − p)).
  @Test
  void ofTwoClassesItHasAClosedForm() {
    try (var _ = Scope.open()) {
      var logits = Tensor.of(new float[] {3, -3, 3, -3, 3, -3, 3, -3}, 4, 2);
      var labels = Tensor.of(new long[] {0, 0, 0, 1});
      assertThat(TemperatureScaling.fit(logits, labels)).isCloseTo(6 / Math.log(3), within(1e-6));
    }
  }

  @Test
  void whereEveryAnswerIsRightOrWrongItStaysInItsRange() {
    try (var _ = Scope.open()) {
      var logits = Tensor.of(new float[] {1, 0, 0, 1}, 2, 2);
      assertThat(TemperatureScaling.fit(logits, Tensor.of(new long[] {0, 1})))
          .isCloseTo(TemperatureScaling.LOWEST, within(1e-6));
      assertThat(TemperatureScaling.fit(logits, Tensor.of(new long[] {1, 0})))
          .isCloseTo(TemperatureScaling.HIGHEST, within(1e-6));
      assertThatThrownBy(() -> TemperatureScaling.fit(logits, Tensor.of(new long[] {1})))
          .isInstanceOf(ShapeException.class);
    }
  }
}
