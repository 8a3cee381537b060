package profundo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EarlyStoppingTest {
  @Test
  void itStopsWhenPatienceRunsOut() {
    var stopping = after(EarlyStopping.ofMin(2, 0), 1.0, 0.5, 0.6);
    assertThat(stopping.isOver()).isFalse();
    assertThat(stopping.isBest()).isFalse();
    stopping = stopping.after(0.7);
    assertThat(stopping.isOver()).isTrue();
    assertThat(stopping.best()).isEqualTo(0.5);
  }

  @Test
  void anImprovementRenewsPatience() {
    var stopping = after(EarlyStopping.ofMin(2, 0), 1.0, 1.1, 0.9, 1.0);
    assertThat(stopping.isOver()).isFalse();
    assertThat(stopping.best()).isEqualTo(0.9);
  }

  @Test
  void anImprovementHasToExceedMinDelta() {
    var stopping = after(EarlyStopping.ofMax(3, 0.25), 0.5, 0.75);
    assertThat(stopping.best()).isEqualTo(0.5);
    assertThat(stopping.after(0.875).best()).isEqualTo(0.875);
    assertThat(after(EarlyStopping.ofMin(3, 0.25), 0.5, 0.25).worse()).isEqualTo(1);
  }

  @Test
  void equalValuesAreNoImprovement() {
    assertThat(after(EarlyStopping.ofMax(1, 0), 0.5, 0.5).isOver()).isTrue();
  }

  @Test
  void nanIsNeverAnImprovement() {
    assertThat(after(EarlyStopping.ofMin(2, 0), Double.NaN, Double.NaN).isOver()).isTrue();
    var stopping = after(EarlyStopping.ofMin(2, 0), Double.NaN, 3.0);
    assertThat(stopping.isBest()).isTrue();
    assertThat(stopping.worse()).isZero();
    assertThat(EarlyStopping.ofMin(1, 0).isBest()).isFalse();
  }

  @Test
  void impossiblePatienceIsRefused() {
    assertThatThrownBy(() -> EarlyStopping.ofMin(0, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> EarlyStopping.ofMin(1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static EarlyStopping after(EarlyStopping stopping, double... values) {
    for (var value : values) {
      stopping = stopping.after(value);
    }
    return stopping;
  }
}
