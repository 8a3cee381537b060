package profundo.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// 2×2 max-pooling beside libtorch's kernel: the same values, the same gradients, bit for bit.
class PoolingTest {
  private static final UnaryOperator<Tensor> KERNEL =
      x ->
          Op.of(
              "kernel",
              () ->
                  torch.max_pool2d(
                      x.raw(),
                      new long[] {2, 2},
                      new long[] {2, 2},
                      new long[] {0, 0},
                      new long[] {1, 1},
                      false),
              x);

  private Scope scope;

  @BeforeEach
  void open() {
    scope = Scope.open();
    Rng.seed(5);
  }

  @AfterEach
  void close() {
    scope.close();
  }

  /// What is pooled.
  enum Pictures {
    /// Numbers that differ.
    DIFFERENT {
      @Override
      Tensor make() {
        return Tensors.randn(3, 2, 6, 8);
      }
    },
    /// Many equal numbers in a window.
    TIED {
      @Override
      Tensor make() {
        return Tensors.randn(20, 2, 6, 8).sign();
      }
    },
    /// A number that is none, in each place of a window.
    WITH_NAN {
      @Override
      Tensor make() {
        var flat = Tensors.randn(1, 1, 2 * 2 * 2, 2 * 2 * 2);
        for (int i = 0; i < 4; i++) {
          flat.narrow(2, 2 * i + i / 2, 1).narrow(3, 2 * i + i % 2, 1).fill_(Double.NaN);
        }
        return flat;
      }
    },
    /// Infinities of both signs.
    WITH_INFINITY {
      @Override
      Tensor make() {
        return Tensors.randn(2, 2, 4, 4).mul(Double.POSITIVE_INFINITY);
      }
    },
    /// Channels innermost in memory.
    CHANNELS_LAST {
      @Override
      Tensor make() {
        return Tensors.randn(3, 6, 8, 4).permute(0, 3, 1, 2);
      }
    },
    /// A last row and column that fill no window.
    ODD {
      @Override
      Tensor make() {
        return Tensors.randn(3, 2, 5, 7);
      }
    };

    abstract Tensor make();
  }

  @ParameterizedTest
  @EnumSource
  void valuesAndGradientsAreTheKernels(Pictures pictures) {
    var numbers = pictures.make();
    assertThat(bits(numbers.maxPool2d(2))).isEqualTo(bits(KERNEL.apply(numbers)));
    assertThat(gradient(numbers, x -> x.maxPool2d(2))).isEqualTo(gradient(numbers, KERNEL));
  }

  @Test
  void aSecondDerivativeFollowsTheMaximum() {
    var x = Tensors.randn(2, 1, 4, 4).requiresGrad(true);
    var first = Grad.of(x.maxPool2d(2).pow(3).sum(), List.of(x), true).getFirst();
    var second = Grad.of(first.sum(), List.of(x), false).getFirst();
    var largest = KERNEL.apply(x.detach());
    assertThat(second.sum().item()).isEqualTo(largest.mul(6).sum().item());
    assertThat(second.ne(0).sum().item()).isEqualTo(8);
  }

  private static float[] gradient(Tensor numbers, UnaryOperator<Tensor> pool) {
    var x = numbers.detach().requiresGrad(true);
    var pooled = pool.apply(x);
    pooled.flatten(0, 3).mul(Tensors.arange(0L, pooled.numel(), 1L)).sum().backward();
    return bits(x.grad());
  }

  private static float[] bits(Tensor x) {
    return x.contiguous().toFloatArray();
  }
}
