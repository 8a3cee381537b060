package profundo.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/// The modes of a thread (gradients, mixed precision, scopes), and what a tensor keeps alive.
class ModesTest {
  private static Throwable onAnotherThread(Runnable action) throws InterruptedException {
    var thrown = new Throwable[1];
    var thread = Thread.ofPlatform().unstarted(action);
    thread.setUncaughtExceptionHandler((_, e) -> thrown[0] = e);
    thread.start();
    thread.join();
    return thrown[0];
  }

  private static boolean remembers() {
    return Tensor.ones(1).requiresGrad(true).exp().requiresGrad();
  }

  private static DType productType() {
    return Tensor.ones(2, 2).mm(Tensor.ones(2, 2)).dtype();
  }

  @Test
  void gradientModesNestAndCloseInReverse() {
    var outer = Grad.noGrad();
    var inner = Grad.enabled();
    assertThat(remembers()).isTrue();
    assertThatThrownBy(outer::close).hasMessageContaining("reverse order");
    inner.close();
    inner.close();
    assertThat(remembers()).isFalse();
    outer.close();
    assertThat(remembers()).isTrue();
  }

  @Test
  void whatInferenceMadeIsNeverPartOfAGraph() {
    Tensor made;
    try (var _ = Grad.inference()) {
      assertThat(remembers()).isFalse();
      made = Tensor.ones(1).exp();
    }
    assertThat(remembers()).isTrue();
    var weight = Tensor.ones(1).requiresGrad(true);
    assertThatThrownBy(() -> made.mul(weight)).hasMessageContaining("nference");
    assertThat(made.copy().mul(weight).requiresGrad()).isTrue();
  }

  @Test
  void mixedPrecisionMultipliesInBfloat16UntilItIsClosed() {
    try (var outer = Autocast.on(Device.CPU, DType.BFLOAT16)) {
      assertThat(productType()).isEqualTo(DType.BFLOAT16);
      assertThat(Tensor.ones(2, 2).exp().dtype()).isEqualTo(DType.FLOAT32);
      try (var _ = Autocast.on(Device.CPU, DType.FLOAT16)) {
        assertThat(productType()).isEqualTo(DType.FLOAT16);
        assertThatThrownBy(outer::close).hasMessageContaining("reverse order");
      }
      try (var _ = Autocast.off(Device.CPU)) {
        assertThat(productType()).isEqualTo(DType.FLOAT32);
      }
      assertThat(productType()).isEqualTo(DType.BFLOAT16);
    }
    assertThat(productType()).isEqualTo(DType.FLOAT32);
    assertThatThrownBy(() -> Autocast.on(Device.CPU, DType.FLOAT64))
        .hasMessageContaining("FLOAT64");
  }

  @Test
  void aModeOrScopeIsClosedByItsThread() throws InterruptedException {
    try (var scope = Scope.open();
        var grad = Grad.noGrad();
        var cast = Autocast.on(Device.CPU, DType.BFLOAT16)) {
      for (var mode : new AutoCloseable[] {scope, grad, cast}) {
        assertThat(onAnotherThread(() -> close(mode)))
            .isInstanceOf(TensorException.class)
            .hasMessageContaining("by the thread that opened it");
      }
      assertThat(productType()).isEqualTo(DType.BFLOAT16);
    }
  }

  private static void close(AutoCloseable mode) {
    try {
      mode.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void scopesCloseInReverse() {
    var outer = Scope.open();
    var inner = Scope.open();
    assertThatThrownBy(outer::close).hasMessageContaining("reverse order");
    inner.close();
    outer.close();
  }

  /// Two numbers of one call must not take each other's place among the remembered ones.
  @Test
  void everyPairOfNumbersReachesACall() {
    var x = Tensor.of(new float[] {-5000, 5000});
    for (int i = 0; i < 3000; i++) {
      try (var _ = Scope.open()) {
        assertThat(x.hardtanh(-i, i + 1).toFloatArray()).containsExactly(-i, i + 1);
      }
    }
  }

  @Test
  void aPartOutlivesTheTensorThatItIsOf() {
    Tensor part;
    try (var scope = Scope.open()) {
      part = scope.keep(Tensor.arange(1_000_000).narrow(0, 5, 2));
    }
    for (int i = 0; i < 20; i++) {
      Tensor.full(7, 1_000_000).close();
    }
    assertThat(part.toLongArray()).containsExactly(5, 6);
  }

  @Test
  void aViewKeepsItsMemoryFromTheCollector() throws InterruptedException {
    var view = viewOfNobodysMemory();
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(10);
      Arena.ofAuto().allocate(1 << 20, 64).fill((byte) 9);
    }
    assertThat(view.toFloatArray()).startsWith(0, 1, 2).endsWith((1 << 18) - 1);
  }

  private static Tensor viewOfNobodysMemory() {
    var memory = Arena.ofAuto().allocate(1 << 20, 64);
    for (int i = 0; i < 1 << 18; i++) {
      memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, i);
    }
    return Tensor.view(memory, DType.FLOAT32, 1 << 18);
  }
}
