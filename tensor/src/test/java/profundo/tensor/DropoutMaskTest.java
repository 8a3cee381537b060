package profundo.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Dropout where four elements share 64 random bits.
class DropoutMaskTest {
  private static final int ROWS = 100_000;
  private static final int LANES = 4;

  private Scope scope;

  @BeforeEach
  void open() {
    scope = Scope.open();
    Rng.seed(11);
  }

  @AfterEach
  void close() {
    scope.close();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9})
  void everyLaneDropsThatShare(double p) {
    var dropped = Tensor.ones(ROWS, LANES).dropout(p, true).eq(0).to(DType.FLOAT64);
    var share = dropped.mean(0).toDoubleArray();
    double fiveErrors = 5 * Math.sqrt(p * (1 - p) / ROWS);
    assertThat(share).hasSize(LANES);
    for (double lane : share) {
      assertThat(lane).isCloseTo(p, within(fiveErrors));
    }
  }

  @Test
  void lanesDropIndependently() {
    var dropped = Tensor.ones(ROWS, LANES).dropout(0.5, true).eq(0).to(DType.FLOAT64).sub(0.5);
    var covariance = dropped.t().matmul(dropped).div(ROWS);
    var expected = Tensors.eye(LANES).to(DType.FLOAT64).div(4);
    assertThat(covariance.sub(expected).abs().flatten(0).amax(0).item())
        .isLessThan(5 * 0.25 / Math.sqrt(ROWS));
  }

  @Test
  void whatIsKeptIsScaledAndItsGradientToo() {
    var x = Tensor.randn(50, 60).requiresGrad(true);
    var y = x.dropout(0.25, true);
    y.sum().backward();
    var kept = y.ne(0).to(DType.FLOAT32);
    assertThat(y.sub(x.mul(kept).div(0.75)).abs().flatten(0).amax(0).item()).isLessThan(1e-6);
    assertThat(x.grad().sub(kept.div(0.75)).abs().flatten(0).amax(0).item()).isLessThan(1e-6);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-9, 1})
  void theEndsOfTheRangeKeepAllOrNothing(double p) {
    var sum = Tensor.ones(10_000).dropout(p, true).sum().item();
    assertThat(sum).isEqualTo(p == 1 ? 0 : 10_000);
  }

  @Test
  void theTypeAndShapeStay() {
    var x = Tensor.ones(3, 1001).to(DType.FLOAT64).t();
    var y = x.dropout(0.5, true);
    assertThat(y.shape()).isEqualTo(x.shape());
    assertThat(y.dtype()).isEqualTo(DType.FLOAT64);
  }
}
