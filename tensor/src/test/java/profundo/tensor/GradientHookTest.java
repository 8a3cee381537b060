package profundo.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GradientHookTest {
  private Scope scope;

  @BeforeEach
  void open() {
    scope = Scope.open();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private static Tensor leaf() {
    return Tensor.of(new double[] {1, 2, 3}).requiresGrad(true);
  }

  @Test
  void whatItReturnsGoesOn() {
    var x = leaf();
    var y = x.mul(2);
    y.registerHook(g -> g.mul(10));
    y.mul(y).sum().backward();
    assertThat(x.grad().toDoubleArray()).containsExactly(80, 160, 240);
  }

  @Test
  void nullLeavesTheGradientAsItIsAndTheHookSeesIt() {
    var seen = new ArrayList<double[]>();
    var x = leaf();
    x.registerHook(g -> {
      seen.add(g.toDoubleArray());
      return null;
    });
    x.mul(x).sum().backward();
    assertThat(seen.getFirst()).containsExactly(2, 4, 6);
    assertThat(x.grad().toDoubleArray()).containsExactly(2, 4, 6);
  }

  @Test
  void aLeafsHooksAreCalledInTheirOrderInEveryPassUntilTheyAreRemoved() {
    var x = leaf();
    x.registerHook(g -> g.add(1));
    var doubled = x.registerHook(g -> g.mul(2));
    x.sum().backward();
    assertThat(x.grad().toDoubleArray()).containsExactly(4, 4, 4);
    x.zeroGrad();
    doubled.remove();
    doubled.remove();
    x.sum().backward();
    assertThat(x.grad().toDoubleArray()).containsExactly(2, 2, 2);
  }

  @Test
  void oneOfSeveralOutputsHasItsOwnHook() {
    var x = leaf();
    var parts = x.split(1, 0);
    parts[1].registerHook(g -> g.mul(7));
    Tensor.cat(0, parts).sum().backward();
    assertThat(x.grad().toDoubleArray()).containsExactly(1, 7, 1);
  }

  /// d/dx of x · 2y is 2x + x · 2x at y = x, where the second pass goes through the hook again.
  @Test
  void aGradientOfAGradientPassesThrough() {
    var x = leaf();
    var y = x.mul(1);
    y.registerHook(g -> g.mul(x));
    var first = Grad.of(y.mul(y).sum(), List.of(x), true).getFirst();
    assertThat(first.toDoubleArray()).containsExactly(2, 8, 18);
    assertThat(Grad.of(first.sum(), List.of(x), false).getFirst().toDoubleArray())
        .containsExactly(4, 12, 24);
  }

  @Test
  void whatItThrowsReachesTheCallerAsItIs() {
    var thrown = new IOException("mine");
    var x = leaf();
    var y = x.mul(2);
    y.registerHook(_ -> {
      throw GradientHookTest.<RuntimeException>unchecked(thrown);
    });
    assertThatThrownBy(() -> y.sum().backward()).isSameAs(thrown);
    assertThat(x.hasGrad()).isFalse();
    assertThatThrownBy(() -> Grad.of(x.mul(2).add(y).sum(), List.of(x), false)).isSameAs(thrown);
    leaf().sum().backward();
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E unchecked(Throwable thrown) throws E {
    throw (E) thrown;
  }

  @Test
  void anErrorEndsNothingButThePass() {
    var x = leaf();
    x.registerHook(_ -> {
      throw new StackOverflowError("deep");
    });
    assertThatThrownBy(() -> x.sum().backward()).isInstanceOf(StackOverflowError.class);
  }

  @Test
  void aGradientOfAnotherKindIsRefused() {
    var x = leaf();
    x.registerHook(_ -> Tensor.ones(2));
    assertThatThrownBy(() -> x.sum().backward())
        .isInstanceOf(TensorException.class)
        .hasMessage(
            "registerHook: the hook returned [2] FLOAT32 on cpu as the gradient of [3] FLOAT64 on"
                + " cpu.");
  }

  @Test
  void whatGetsNoGradientHasNoHook() {
    assertThatThrownBy(() -> Tensor.ones(2).registerHook(g -> g))
        .isInstanceOf(TensorException.class)
        .hasMessageContaining("requiresGrad(true)");
  }

  @Test
  void whatItMakesIsGivenBack() {
    var made = new AtomicReference<Tensor>();
    var x = leaf();
    x.registerHook(g -> {
      made.set(g.mul(3));
      return made.get();
    });
    x.sum().backward();
    assertThat(made.get().isClosed()).isTrue();
    assertThat(x.grad().toDoubleArray()).containsExactly(3, 3, 3);
  }

  @Test
  void aPassWithinAHookIsAPassOfItsOwn() {
    var x = leaf();
    var other = leaf();
    x.registerHook(_ -> {
      try (var _ = Grad.enabled()) {
        other.mul(5).sum().backward();
      }
      return other.grad();
    });
    x.sum().backward();
    assertThat(x.grad().toDoubleArray()).containsExactly(5, 5, 5);
  }

  @Test
  void aVirtualThreadHasHooksToo() throws InterruptedException {
    var result = new AtomicReference<double[]>();
    Thread.ofVirtual()
        .start(() -> {
          try (var _ = Scope.open()) {
            var x = leaf();
            x.registerHook(g -> g.mul(2));
            x.sum().backward();
            result.set(x.grad().toDoubleArray());
          }
        })
        .join();
    assertThat(result.get()).containsExactly(2, 2, 2);
  }

  @Test
  void hooksGoWithTheirGraphs() {
    int before = AutogradHook.alive();
    for (int i = 0; i < 10_000; i++) {
      try (var _ = Scope.open()) {
        var x = leaf();
        x.registerHook(g -> g.mul(2));
        var y = x.mul(2);
        y.registerHook(g -> g);
        if (i % 2 == 0) {
          y.sum().backward();
        }
      }
    }
    assertThat(AutogradHook.alive()).isEqualTo(before);
  }

  @Test
  void aHookOutlivesItsTensorInTheGraph() {
    var x = leaf();
    Tensor loss;
    try (var inner = Scope.open()) {
      var y = x.mul(2);
      y.registerHook(g -> g.mul(100));
      loss = inner.keep(y.sum());
    }
    loss.backward();
    assertThat(x.grad().toDoubleArray()).containsExactly(200, 200, 200);
  }
}
