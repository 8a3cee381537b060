package profundo.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When native memory is given back, and that nothing is read after.
class LifetimesTest {
  /// A tensor of ones, and how often its memory was given back.
  private record Watched(Tensor tensor, CountDownLatch given) {
    static Watched ones(int size) {
      var given = new CountDownLatch(1);
      var memory = Arena.ofAuto().allocate(4L * size, 4);
      var tensor = Tensor.view(memory, DType.FLOAT32, new long[] {size}, given::countDown);
      tensor.fill_(1);
      return new Watched(tensor, given);
    }

    boolean isGivenBack() {
      return given.getCount() == 0;
    }
  }

  /// A thread that stays in native code until it is closed.
  private static final class Busy implements AutoCloseable {
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread;

    Busy(Tensor... used) throws InterruptedException {
      var inside = new CountDownLatch(1);
      thread =
          Thread.ofPlatform()
              .start(() ->
                  Op.read(
                      "busy",
                      () -> {
                        for (var tensor : used) {
                          tensor.raw();
                        }
                        inside.countDown();
                        return await(end);
                      }));
      inside.await();
    }

    @Override
    public void close() throws InterruptedException {
      end.countDown();
      thread.join();
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void onAnotherThread(Runnable action) throws InterruptedException {
    var thread = Thread.ofPlatform().start(action);
    thread.join();
  }

  @Test
  void whatOneThreadUsedIsGivenBackWhileAnotherIsInALongCall() throws InterruptedException {
    try (var _ = new Busy()) {
      Watched inScope;
      try (var _ = Scope.open()) {
        inScope = Watched.ones(10);
        inScope.tensor.add(1);
      }
      assertThat(inScope.isGivenBack()).isTrue();
      var byHand = Watched.ones(10);
      byHand.tensor.close();
      assertThat(byHand.isGivenBack()).isTrue();
    }
  }

  @Test
  void whatTwoThreadsUsedWaitsForThoseTwoOnly() throws InterruptedException {
    var read = Watched.ones(10);
    var idle = Watched.ones(10);
    onAnotherThread(() -> idle.tensor.sum().close());
    try (var _ = new Busy(read.tensor)) {
      idle.tensor.close();
      assertThat(idle.isGivenBack()).isTrue();
      read.tensor.close();
      assertThat(read.isGivenBack()).isFalse();
    }
    assertThat(read.isGivenBack()).isTrue();
  }

  @Test
  void whatWaitsForALongCallHoldsUpNothingElse() throws InterruptedException {
    var first = Watched.ones(10);
    var second = Watched.ones(10);
    try (var _ = new Busy(first.tensor)) {
      first.tensor.close();
      try (var _ = new Busy(second.tensor)) {
        second.tensor.close();
        assertThat(second.isGivenBack()).isFalse();
      }
      assertThat(second.isGivenBack()).isTrue();
      assertThat(first.isGivenBack()).isFalse();
    }
    assertThat(first.isGivenBack()).isTrue();
  }

  @Test
  void aThreadThatEndsInsideAScopeLeavesNothingBehind() throws InterruptedException {
    var left = new Watched[1];
    onAnotherThread(() -> {
      Scope.open();
      Scope.open();
      left[0] = Watched.ones(10);
    });
    onAnotherThread(() -> Tensor.ones(1).close());
    assertThat(left[0].isGivenBack()).isTrue();
    assertThatThrownBy(() -> left[0].tensor.sum())
        .isInstanceOf(ClosedTensorException.class)
        .hasMessageContaining("its thread ended inside its scope");
  }

  @Test
  void aTensorThatIsDroppedIsGivenBackWithAllThatWasMadeOfIt() throws InterruptedException {
    var given = dropABias();
    for (int i = 0; i < 100 && given.getCount() > 0; i++) {
      System.gc();
      given.await(100, TimeUnit.MILLISECONDS);
    }
    assertThat(given.getCount()).isZero();
  }

  private static CountDownLatch dropABias() {
    var bias = Watched.ones(3);
    try (var _ = Scope.open()) {
      Tensor.ones(2, 4).linear(Tensor.ones(3, 4), bias.tensor);
    }
    return bias.given;
  }

  /// The gradient's graph holds the tensor, which holds its gradient.
  @Test
  void aGradientThatCanBeDifferentiatedEndsWithItsScope() {
    Watched leaf;
    try (var _ = Scope.open()) {
      leaf = Watched.ones(1);
      var x = leaf.tensor.requiresGrad(true);
      x.mul(x).mul(x).backward(Tensor.ones(1), true, true);
      assertThat(x.grad().requiresGrad()).isTrue();
      assertThat(x.grad().item()).isEqualTo(3);
    }
    assertThat(leaf.isGivenBack()).isTrue();
  }

  @Test
  void whatWasReplacedCanNoLongerBeDifferentiated() {
    try (var _ = Scope.open()) {
      var weight = Tensor.ones(1000, 1000).requiresGrad(true);
      var loss = Tensor.ones(2, 1000).requiresGrad(true).matmul(weight).sum();
      weight.setData(Tensor.ones(2));
      assertThatThrownBy(loss::backward)
          .isInstanceOf(TensorException.class)
          .hasMessageContaining("modified by an inplace operation");
    }
  }

  @Test
  void aStepOfTheOptimizerBetweenForwardAndBackwardIsNoticed() {
    try (var _ = Scope.open()) {
      var weight = Tensor.ones(2, 2).requiresGrad(true);
      weight.sum().backward();
      var loss = weight.mul(weight).sum();
      try (var fused = new Fused(List.of(weight), List.of())) {
        fused.gather();
        fused.sgd(0.1, 0, 0, 0, false, true);
      }
      assertThatThrownBy(loss::backward).isInstanceOf(TensorException.class);
    }
  }

  @Test
  void theMemoryOfAReplacedTensorIsReadNoLonger() {
    try (var _ = Scope.open()) {
      var tensor = Tensor.ones(1000);
      var same = tensor.to(DType.FLOAT32);
      var ended = tensor.segment();
      var held = same.segment();
      tensor.setData(Tensor.zeros(5));
      for (int i = 0; i < 20; i++) {
        Tensor.full(7, 1000);
      }
      assertThatThrownBy(() -> ended.get(ValueLayout.JAVA_FLOAT, 0))
          .isInstanceOf(IllegalStateException.class);
      assertThat(held.getAtIndex(ValueLayout.JAVA_FLOAT, 999)).isOne();
      assertThat(tensor.segment().byteSize()).isEqualTo(20);
    }
  }

  @Test
  void aMappedFileIsNotViewed(@TempDir Path folder) throws Exception {
    var file = folder.resolve("numbers");
    Files.write(file, new byte[4096]);
    try (var channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      var mapped = channel.map(MapMode.READ_WRITE, 0, 4096, Arena.ofAuto());
      assertThatThrownBy(() -> Tensor.view(mapped.asSlice(64), DType.FLOAT32, 4))
          .isInstanceOf(TensorException.class)
          .hasMessageContaining("truncated");
    }
  }

  @Test
  void virtualThreadsKeepTheirModesToThemselves() throws Exception {
    Callable<Boolean> plain =
        () -> {
          for (int i = 0; i < 50; i++) {
            try (var _ = Scope.open()) {
              Thread.yield();
              var product = Tensor.ones(2, 2).requiresGrad(true).matmul(Tensor.ones(2, 2));
              assertThat(product.requiresGrad()).isTrue();
              assertThat(product.dtype()).isEqualTo(DType.FLOAT32);
            }
          }
          return true;
        };
    Callable<Boolean> inModes =
        () -> {
          try (var _ = Grad.noGrad();
              var _ = Autocast.on(Device.CPU, DType.BFLOAT16)) {
            for (int i = 0; i < 50; i++) {
              try (var _ = Scope.open()) {
                var x = Tensor.ones(2, 2).requiresGrad(true);
                Thread.yield();
                var product = x.matmul(x);
                assertThat(product.requiresGrad()).isFalse();
                assertThat(product.dtype()).isEqualTo(DType.BFLOAT16);
                try (var _ = Grad.enabled()) {
                  Thread.yield();
                  assertThat(x.exp().requiresGrad()).isTrue();
                }
              }
            }
          }
          return true;
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all = new ArrayList<Future<Boolean>>();
      for (int i = 0; i < 50; i++) {
        all.add(threads.submit(plain));
        all.add(threads.submit(inModes));
      }
      for (var one : all) {
        assertThat(one.get(60, TimeUnit.SECONDS)).isTrue();
      }
    }
  }
}
