package profundo.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Tensors that several platform threads use.
class SharedTensorTest {
  private static final int READERS = 3;
  private static final int ROUNDS = 300;

  @Test
  void aTensorThatIsClosedWhileOthersReadItThrowsInThemAndCrashesNothing() throws Exception {
    try (var readers = Executors.newFixedThreadPool(READERS)) {
      for (int round = 0; round < ROUNDS; round++) {
        var shared = Tensor.ones(20_000);
        var started = new CountDownLatch(READERS);
        Callable<Boolean> reading =
            () -> {
              started.countDown();
              try (var _ = Scope.open()) {
                while (true) {
                  assertThat(shared.add(shared).numel() + shared.dim()).isEqualTo(20_001);
                }
              } catch (ClosedTensorException _) {
                return true;
              }
            };
        var results = new ArrayList<Future<Boolean>>();
        for (int i = 0; i < READERS; i++) {
          results.add(readers.submit(reading));
        }
        started.await();
        shared.close();
        assertThatThrownBy(shared::sum).isInstanceOf(ClosedTensorException.class);
        for (var result : results) {
          assertThat(result.get(20, TimeUnit.SECONDS)).isTrue();
        }
      }
    }
  }

  @Test
  void theMemoryOfATensorThatIsClosedElsewhereCanNoLongerBeRead() throws Exception {
    try (var readers = Executors.newSingleThreadExecutor()) {
      for (int round = 0; round < ROUNDS; round++) {
        var shared = Tensor.ones(100_000);
        var started = new CountDownLatch(1);
        var end =
            readers.submit(() -> {
              try {
                while (true) {
                  var numbers = shared.segment();
                  started.countDown();
                  assertThat(numbers.getAtIndex(ValueLayout.JAVA_FLOAT, 99_999)).isOne();
                }
              } catch (ClosedTensorException | IllegalStateException e) {
                return e;
              }
            });
        started.await();
        shared.close();
        assertThat(end.get(20, TimeUnit.SECONDS)).isNotNull();
      }
    }
  }

  @Test
  void aTensorThatTwoThreadsCloseIsGivenBackOnce() throws Exception {
    try (var closers = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < ROUNDS; round++) {
        var shared = Tensor.ones(1000);
        var first = closers.submit(shared::close);
        var second = closers.submit(shared::close);
        first.get(20, TimeUnit.SECONDS);
        second.get(20, TimeUnit.SECONDS);
        assertThat(shared.isClosed()).isTrue();
      }
    }
  }

  @Test
  void memoryThatWaitedForAReaderIsGivenBackWhenItHasRead() throws Exception {
    var given = new CountDownLatch(1);
    var memory = Arena.ofAuto().allocate(4000, 4);
    var view = Tensor.view(memory, DType.FLOAT32, new long[] {1000}, given::countDown);
    var reading = new CountDownLatch(1);
    var closed = new CountDownLatch(1);
    try (var readers = Executors.newSingleThreadExecutor()) {
      var sum =
          readers.submit(() ->
              Op.read(
                  "slow",
                  () -> {
                    var raw = view.raw();
                    reading.countDown();
                    try {
                      closed.await();
                    } catch (InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                    return raw.sum().item_float();
                  },
                  view));
      reading.await();
      view.close();
      assertThat(given.getCount()).isEqualTo(1);
      closed.countDown();
      assertThat(sum.get(20, TimeUnit.SECONDS)).isZero();
      assertThat(given.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }
}
