package profundo.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThreadsTest {
  private final int before = Threads.get();

  @AfterEach
  void restore() {
    Threads.set(before);
  }

  private static double[] product(int threads) {
    Threads.set(threads);
    try (var _ = Scope.open()) {
      Rng.seed(5);
      var a = Tensor.randn(300, 400).to(DType.FLOAT64);
      var b = Tensor.randn(400, 350).to(DType.FLOAT64);
      return a.matmul(b).toDoubleArray();
    }
  }

  @Test
  void aProductIsTheSameOnOneThreadAndOnSeveral() {
    var one = product(1);
    var two = product(2);
    for (int i = 0; i < one.length; i++) {
      assertThat(two[i]).isCloseTo(one[i], org.assertj.core.api.Assertions.within(1e-10));
    }
  }

  @Test
  void severalJavaThreadsMultiplyAtOnce() throws Exception {
    Threads.set(2);
    var expected = product(2);
    Callable<double[]> task = () -> product(2);
    try (var pool = Executors.newFixedThreadPool(4)) {
      for (int round = 0; round < 10; round++) {
        for (var result : pool.invokeAll(java.util.Collections.nCopies(4, matmul()))) {
          assertThat(result.get()).isEqualTo(matmul().call());
        }
      }
    }
    assertThat(task.call()).isEqualTo(expected);
  }

  private static Callable<Double> matmul() {
    return () -> {
      try (var _ = Scope.open()) {
        var a = Tensor.full(0.5, 256, 256);
        return a.matmul(a).matmul(a).sum().item();
      }
    };
  }

  /// Convolutions in double precision multiply inside an OpenMP team.
  @Test
  void productsInsideATeamEnd() {
    Threads.set(2);
    try (var _ = Scope.open()) {
      var x = Tensor.ones(8, 16, 40, 40).to(DType.FLOAT64);
      var w = Tensor.ones(32, 16, 3, 3).to(DType.FLOAT64);
      var one = new long[] {1, 1};
      var y = x.conv2d(w, null, one, new long[] {0, 0}, one, 1);
      assertThat(y.amax().item()).isEqualTo(144);
      assertThat(y.amin().item()).isEqualTo(144);
    }
  }

  /// Never more processor time than time, whatever else the machine does.
  @Test
  void oneThreadIsOneForProductsAsForTheRest() {
    Threads.set(1);
    try (var _ = Scope.open()) {
      var a = Tensor.ones(700, 700);
      assertThat(busyThreads(() -> a.mm(a).close())).isLessThan(1.5);
      var b = Tensor.ones(4_000_000);
      assertThat(busyThreads(() -> b.exp().close())).isLessThan(1.5);
    }
  }

  @Test
  void theNumberAtTheStartIsThatOfProductsToo() {
    var asBegun = product(before);
    try (var _ = Scope.open()) {
      Threads.begin();
      assertThat(Threads.get()).isEqualTo(before);
      assertThat(BlasThreads.get()).hasValue(before);
      assertThat(product(Threads.get())).isEqualTo(asBegun);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0/1/2/3, 4, 4", // four cores
    "0-1/0-1/2-3/2-3, 4, 2", // two, each with two threads
    "0-1/0-1/2-3/2-3, 1, 1", // a container that may use one processor
    "'', 3, 3" // a system that does not tell
  })
  void thereIsAThreadForEachCore(String siblings, int available, int cores, @TempDir Path folder)
      throws Exception {
    var each = siblings.isEmpty() ? new String[0] : siblings.split("/");
    for (int i = 0; i < each.length; i++) {
      var topology = Files.createDirectories(folder.resolve("cpu" + i + "/topology"));
      Files.writeString(topology.resolve("thread_siblings_list"), each[i] + "\n");
    }
    Files.createDirectories(folder.resolve("cpufreq"));
    assertThat(Cores.usable(folder, available)).isEqualTo(cores);
  }

  @Test
  void aSystemWithoutItsFolderCountsProcessors(@TempDir Path folder) {
    assertThat(Cores.usable(folder.resolve("absent"), 5)).isEqualTo(5);
  }

  private static double busyThreads(Runnable work) {
    work.run();
    double least = Double.POSITIVE_INFINITY;
    for (int round = 0; round < 5; round++) {
      long before = processorTime();
      long start = System.nanoTime();
      for (int i = 0; i < 10; i++) {
        work.run();
      }
      double spent = processorTime() - before;
      least = Math.min(least, spent / (System.nanoTime() - start));
    }
    return least;
  }

  private static long processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
  }

  @Test
  void fewerThanOneThreadIsRefused() {
    assertThatThrownBy(() -> Threads.set(0)).isInstanceOf(TensorException.class);
    assertThatThrownBy(() -> Threads.setOwn(0)).isInstanceOf(TensorException.class);
  }

  private static int numberOn(Runnable first) throws Exception {
    return CompletableFuture.supplyAsync(
            () -> {
              first.run();
              return Threads.get();
            },
            task -> Thread.ofPlatform().start(task))
        .get();
  }

  @Test
  void aThreadsOwnNumberIsNoOtherThreads() throws Exception {
    Threads.set(2);
    assertThat(numberOn(() -> Threads.setOwn(1))).isEqualTo(1);
    assertThat(Threads.get()).isEqualTo(2);
    assertThat(numberOn(() -> {})).isEqualTo(2);
    assertThat(BlasThreads.get()).hasValue(2);
  }

  @Test
  void aVirtualThreadHasNoNumberOfItsOwn() throws Exception {
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      var set = pool.submit(() -> Threads.setOwn(1));
      assertThatThrownBy(set::get).hasMessageContaining("platform thread");
    }
  }
}
