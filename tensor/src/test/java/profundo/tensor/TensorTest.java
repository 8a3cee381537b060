package profundo.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class TensorTest {
  @Test
  void aTensorReadsBackWhatItWasMadeOf() {
    try (var x = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3)) {
      assertThat(x.shape()).isEqualTo(Shape.of(2, 3));
      assertThat(x.dtype()).isEqualTo(DType.FLOAT32);
      assertThat(x.t().contiguous().toFloatArray()).containsExactly(1, 4, 2, 5, 3, 6);
    }
  }

  @Test
  void arithmeticBroadcasts() {
    try (var scope = Scope.open()) {
      var x = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
      var y = Tensor.of(new float[] {10, 20}, 2);
      assertThat(x.add(y).mul(2).toFloatArray()).containsExactly(22, 44, 26, 48);
      assertThat(scope.size()).isEqualTo(4);
    }
  }

  @Test
  void wrongShapesAreToldInOneLine() {
    try (var scope = Scope.open()) {
      var x = Tensor.zeros(2, 3);
      var y = Tensor.zeros(4, 5);
      assertThatThrownBy(() -> x.matmul(y))
          .isInstanceOf(TensorException.class)
          .hasMessageContaining("matmul")
          .hasMessageContaining("[2, 3], [4, 5]")
          .hasMessageNotContaining("\n")
          .hasMessageNotContaining("0x");
      assertThat(scope.size()).isEqualTo(2);
    }
  }

  @Test
  void aTensorUsedAfterItsScopeSaysWhoClosedIt() {
    Tensor escaped;
    try (var scope = Scope.open()) {
      escaped = Tensor.ones(2).exp();
      assertThat(scope.size()).isEqualTo(2);
    }
    assertThat(escaped.isClosed()).isTrue();
    assertThatThrownBy(escaped::exp)
        .isInstanceOf(ClosedTensorException.class)
        .hasMessageContaining("made by exp")
        .hasMessageContaining("its scope closed");
  }

  @Test
  void secondDerivativesAreThere() {
    try (var scope = Scope.open()) {
      var x = Tensor.scalar(3).requiresGrad(true);
      var first = Grad.of(x.pow(3), java.util.List.of(x), true).getFirst();
      var second = Grad.of(first, java.util.List.of(x), false).getFirst();
      assertThat(first.item()).isEqualTo(27);
      assertThat(second.item()).isEqualTo(18);
      assertThat(scope.size()).isPositive();
    }
  }

  @Test
  void aViewSharesMemoryAndHoldsIt() {
    var memory = Arena.ofAuto().allocate(16, 64);
    int before = Memory.borrowed();
    var x = Tensor.view(memory, DType.FLOAT32, 4);
    memory.setAtIndex(ValueLayout.JAVA_FLOAT, 2, 7);
    assertThat(x.toFloatArray()).containsExactly(0, 0, 7, 0);
    var part = x.narrow(0, 2, 2);
    x.close();
    assertThat(Memory.borrowed()).isEqualTo(before + 1);
    part.close();
    assertThat(Memory.borrowed()).isEqualTo(before);
  }

  @Test
  void aSegmentEndsWithItsTensor() {
    var x = Tensor.of(new float[] {1, 2});
    var memory = x.segment();
    assertThat(memory.getAtIndex(ValueLayout.JAVA_FLOAT, 1)).isEqualTo(2);
    x.close();
    assertThatThrownBy(() -> memory.getAtIndex(ValueLayout.JAVA_FLOAT, 1))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void printingShowsKindAndNumbers() {
    try (var x = Tensor.of(new float[] {1, 2.5f, 3, 4}, 2, 2)) {
      assertThat(x.toString())
          .isEqualTo("Tensor [2, 2] float32 cpu\n[[1.0000, 2.5000],\n [3.0000, 4.0000]]");
    }
  }
}
