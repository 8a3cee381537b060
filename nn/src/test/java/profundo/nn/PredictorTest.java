package profundo.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import profundo.base.ProfundoException;
import profundo.optim.Adam;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;
import profundo.tensor.Threads;

@Timeout(60)
class PredictorTest {
  /// Doubles its input, remembers how large its batches were, and waits at the first until it is
  /// told to go on. Negative numbers are refused.
  private static final class Gate extends Net implements Layer {
    final transient ConcurrentLinkedQueue<Long> batches = new ConcurrentLinkedQueue<>();
    final transient CountDownLatch entered = new CountDownLatch(1);
    final transient CountDownLatch open = new CountDownLatch(1);

    @Override
    public Tensor forward(Tensor x) {
      batches.add(x.size(0));
      entered.countDown();
      await(open);
      if (x.amin().item() < 0) {
        throw new IllegalArgumentException("negative: " + x.amin().item());
      }
      return x.mul(2);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Tensor one(double value) {
    return Tensor.full(value, 3);
  }

  private static Predictor<Double, Double> numbers(Gate net, Consumer<PredictorOptions> options) {
    return Predictor.of(net, PredictorTest::one, row -> row.select(0, 1).item(), options);
  }

  /// A predictor whose one thread is held in the first batch, of the number 0.
  private static Predictor<Double, Double> held(Gate net, Consumer<PredictorOptions> options) {
    var predictor = numbers(net, o -> options.accept(o.threads(1)));
    var _ = predictor.predictAsync(0.0);
    await(net.entered);
    return predictor;
  }

  private static List<CompletableFuture<Double>> ask(
      Predictor<Double, Double> predictor, double... values) {
    var asked = new ArrayList<CompletableFuture<Double>>();
    for (double value : values) {
      asked.add(predictor.predictAsync(value));
    }
    return asked;
  }

  private static Sequential pictures() {
    Rng.seed(3);
    return new Sequential(
        new Conv2d(1, 4, 3),
        new BatchNorm2d(4),
        (Layer) Tensor::relu,
        new Dropout(),
        new Flatten(),
        new Linear(4 * 6 * 6, 10));
  }

  @Test
  void eachCallGetsItsRowOfTheNetInEvaluation() throws Exception {
    try (var net = pictures();
        var joined = Predictor.of(net);
        var alone = Predictor.of(net, o -> o.batch(1).threads(2));
        var _ = Scope.open()) {
      assertThat(net.training()).isFalse();
      var x = Tensor.randn(40, 1, 8, 8);
      var asked = new ArrayList<CompletableFuture<Tensor>>();
      for (int i = 0; i < 40; i++) {
        asked.add(joined.predictAsync(x.get(i)));
      }
      for (int i = 0; i < 40; i++) {
        var expected = net.forward(x.narrow(0, i, 1)).get(0);
        assertThat(alone.predict(x.get(i)).toFloatArray()).isEqualTo(expected.toFloatArray());
        try (var row = asked.get(i).get()) {
          assertThat(row.shape()).isEqualTo(expected.shape());
          assertThat(row.sub(expected).abs().amax().item()).isLessThan(1e-5);
        }
      }
    }
  }

  @Test
  void callsThatComeWhileTheNetComputesAreJoined() {
    var net = new Gate();
    try (var predictor = held(net, o -> o.batch(4))) {
      var asked = ask(predictor, 1, 2, 3, 4, 5, 6);
      net.open.countDown();
      assertThat(asked)
          .extracting(CompletableFuture::join)
          .containsExactly(2., 4., 6., 8., 10., 12.);
      assertThat(net.batches).containsExactly(1L, 4L, 2L);
    }
  }

  @Test
  void aCallWaitsForOthersAsLongAsItMay() {
    var net = new Gate();
    net.open.countDown();
    try (var predictor = numbers(net, o -> o.batch(3).wait(Duration.ofHours(1)))) {
      assertThat(ask(predictor, 1, 2, 3)).extracting(CompletableFuture::join).contains(6.);
      assertThat(net.batches).containsExactly(3L);
    }
    try (var predictor = numbers(net, o -> o.batch(3).wait(Duration.ofMillis(30)))) {
      long start = System.nanoTime();
      assertThat(predictor.predict(1.0)).isEqualTo(2);
      assertThat(System.nanoTime() - start).isGreaterThan(30_000_000);
    }
  }

  @Test
  void inputsOfAnotherShapeOrTypeAreABatchOfTheirOwn() {
    var net = new Gate();
    try (var predictor = Predictor.of(net, o -> o.threads(1));
        var _ = Scope.open()) {
      var first = predictor.predictAsync(one(0));
      await(net.entered);
      var asked =
          List.of(
              predictor.predictAsync(one(1)),
              predictor.predictAsync(Tensor.ones(2, 2)),
              predictor.predictAsync(one(3)),
              predictor.predictAsync(Tensor.of(new long[] {1, 2, 3})));
      net.open.countDown();
      assertThat(first.join().toFloatArray()).containsOnly(0);
      assertThat(asked.stream().map(future -> future.join().shape().toString()))
          .containsExactly("[3]", "[2, 2]", "[3]", "[3]");
      assertThat(asked.get(3).join().toLongArray()).containsExactly(2, 4, 6);
      assertThat(net.batches).containsExactly(1L, 2L, 1L, 1L);
    }
  }

  @Test
  void sixtyFourVirtualThreadsEachGetTheirOwn() throws Exception {
    var net = new Gate();
    net.open.countDown();
    try (var predictor = numbers(net, o -> o.threads(2).batch(16));
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var done = new ArrayList<Future<?>>();
      for (int caller = 0; caller < 64; caller++) {
        int first = caller * 1000;
        done.add(
            callers.submit(() ->
                IntStream.range(first, first + 50)
                    .forEach(i -> assertThat(predictor.predict((double) i)).isEqualTo(2.0 * i))));
      }
      for (var caller : done) {
        caller.get();
      }
    }
    assertThat(net.batches.stream().mapToLong(n -> n).sum()).isEqualTo(64 * 50);
  }

  @Test
  void whatTheNetThrowsReachesItsCallerAlone() {
    var net = new Gate();
    try (var predictor = held(net, o -> o.batch(8))) {
      var asked = ask(predictor, 1, -2, 3, -4);
      net.open.countDown();
      assertThat(asked.get(0).join()).isEqualTo(2);
      assertThat(asked.get(2).join()).isEqualTo(6);
      for (int bad : new int[] {1, 3}) {
        assertThatThrownBy(() -> asked.get(bad).get())
            .hasRootCauseInstanceOf(IllegalArgumentException.class)
            .hasRootCauseMessage("negative: " + (bad == 1 ? "-2.0" : "-4.0"));
      }
      assertThatThrownBy(() -> predictor.predict(-5.0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("negative: -5.0");
      assertThat(predictor.predict(7.0)).isEqualTo(14);
    }
  }

  @Test
  void aShapeThatTheNetRefusesIsNamedByItsLayer() {
    try (var net = pictures();
        var predictor = Predictor.of(net);
        var _ = Scope.open()) {
      assertThatThrownBy(() -> predictor.predict(Tensor.ones(3, 8, 8)))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("input has 3 channels, 1 expected");
      assertThat(predictor.predict(Tensor.ones(1, 8, 8)).shape()).hasToString("[10]");
    }
  }

  private static final class Mean extends Net implements Layer {
    @Override
    public Tensor forward(Tensor x) {
      return x.mean();
    }
  }

  @Test
  void aNetWithoutARowForEachInputIsRefused() {
    try (var predictor = Predictor.of(new Mean());
        var _ = Scope.open()) {
      assertThatThrownBy(() -> predictor.predict(one(1)))
          .isInstanceOf(ShapeException.class)
          .hasMessage(
              "Mean gives [] for 1 inputs of [3]: a predictor's net gives a row for each, [N, …].");
    }
  }

  @Test
  void aNetThatIsSetToTrainingAfterwardsIsRefused() {
    try (var net = pictures();
        var predictor = Predictor.of(net);
        var _ = Scope.open()) {
      net.train();
      assertThatThrownBy(() -> predictor.predict(Tensor.ones(1, 8, 8)))
          .isInstanceOf(NetException.class)
          .hasMessageContaining("call eval()");
    }
  }

  @Test
  void callsThatWaitAtTheClosingEndWithASentence() throws Exception {
    var net = new Gate();
    var predictor = held(net, o -> o.batch(1));
    var atWork = predictor.predictAsync(1.0);
    var closing = Thread.ofPlatform().start(predictor::close);
    assertThatThrownBy(atWork::get)
        .hasRootCauseInstanceOf(NetException.class)
        .hasRootCauseMessage("The predictor of Gate was closed before this call's turn came.");
    assertThat(closing.isAlive()).isTrue();
    net.open.countDown();
    closing.join();
    predictor.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("profundo-predictor"));
    assertThatThrownBy(() -> predictor.predict(1.0))
        .isInstanceOf(NetException.class)
        .hasMessage("The predictor of Gate is closed: make another.");
    assertThatThrownBy(() -> predictor.predictAsync(1.0).get())
        .hasRootCauseMessage("The predictor of Gate is closed: make another.");
  }

  @Test
  void anInterruptedCallerGoesAndTheOthersAreServed() throws Exception {
    var net = new Gate();
    try (var predictor = held(net, o -> o.batch(8))) {
      var thrown = new CompletableFuture<Throwable>();
      var caller =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  predictor.predict(1.0);
                } catch (ProfundoException e) {
                  thrown.complete(Thread.currentThread().isInterrupted() ? e : new Error(e));
                }
              });
      var cancelled = predictor.predictAsync(2.0);
      var other = predictor.predictAsync(3.0);
      caller.interrupt();
      assertThat(thrown.get()).hasMessage("Interrupted while waiting for a prediction.");
      assertThat(cancelled.cancel(false)).isTrue();
      net.open.countDown();
      assertThat(other.get()).isEqualTo(6);
      assertThat(net.batches).containsExactly(1L, 1L);
    }
  }

  @Test
  void tensorsBelongToTheCallersScopeAndAreOrdinary() throws Exception {
    try (var net = pictures();
        var predictor = Predictor.of(net, (Tensor x) -> x, row -> row.softmax(0).add(0));
        var _ = Scope.open()) {
      Tensor here;
      CompletableFuture<Tensor> asked;
      try (var inner = Scope.open()) {
        var x = Tensor.ones(1, 8, 8).requiresGrad(true);
        int before = inner.size();
        here = predictor.predict(x);
        assertThat(inner.size()).isEqualTo(before + 1);
        assertThat(here.requiresGrad()).isFalse();
        here.mul_(2).requiresGrad(true).square().sum().backward();
        assertThat(Objects.requireNonNull(here.grad()).toFloatArray())
            .isEqualTo(here.detach().mul(2).toFloatArray());
        asked = predictor.predictAsync(x);
      }
      assertThat(here.isClosed()).isTrue();
      try (var there = asked.get()) {
        assertThat(there.sum().item()).isCloseTo(1, within(1e-5));
      }
    }
  }

  @Test
  void theCallersSideRunsOnItsOwnThreads() throws Exception {
    var names = new ConcurrentLinkedQueue<String>();
    var net = new Gate();
    net.open.countDown();
    try (var predictor =
        Predictor.of(
            net,
            (Double x) -> {
              names.add(Thread.currentThread().getName());
              return one(x);
            },
            row -> {
              names.add(Thread.currentThread().getName());
              return row.numel();
            })) {
      assertThat(predictor.predict(1.0)).isEqualTo(3);
      var me = Thread.currentThread().getName();
      assertThat(names).containsExactly(me, me);
      assertThat(predictor.predictAsync(1.0).get()).isEqualTo(3);
      assertThat(names).noneMatch(name -> name.startsWith("profundo-predictor"));
    }
  }

  @Test
  void whatTheCallersSideThrowsReachesTheCaller() {
    var net = new Gate();
    net.open.countDown();
    try (var predictor =
        Predictor.of(
            net,
            PredictorTest::one,
            row -> {
              throw new IllegalStateException("no answer");
            })) {
      assertThatThrownBy(() -> predictor.predict(1.0)).hasMessage("no answer");
      assertThatThrownBy(() -> predictor.predictAsync(1.0).get()).hasRootCauseMessage("no answer");
    }
  }

  private static float[] trained(Runnable beside) {
    Rng.seed(11);
    try (var net = new Sequential(new Linear(64, 128), (Layer) Tensor::tanh, new Linear(128, 4));
        var adam = new Adam(net.parameters(), 1e-2);
        var _ = Scope.open()) {
      var x = Tensor.randn(256, 64);
      var y = x.argmax(1).remainder(4);
      for (int step = 0; step < 60; step++) {
        beside.run();
        try (var _ = Scope.open()) {
          adam.zeroGrad();
          net.forward(x).crossEntropy(y).backward();
          adam.step();
        }
      }
      return net.parameters().getFirst().tensor().toFloatArray();
    }
  }

  @Test
  void aNetThatTrainsBesideItLearnsTheSameBits() throws Exception {
    int before = Threads.get();
    Threads.set(2);
    try (var net = pictures()) {
      var alone = trained(() -> {});
      var left = new CountDownLatch(1);
      try (var predictor = Predictor.of(net, o -> o.threads(2));
          var callers = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int caller = 0; caller < 4; caller++) {
          callers.submit(() -> {
            while (left.getCount() > 0) {
              try (var _ = Scope.open()) {
                predictor.predict(Tensor.zeros(1, 8, 8));
              }
            }
          });
        }
        try {
          assertThat(trained(() -> assertThat(Threads.get()).isEqualTo(2))).isEqualTo(alone);
        } finally {
          left.countDown();
        }
      }
    } finally {
      Threads.set(before);
    }
  }

  @Test
  void absurdOptionsAreRefused() {
    var net = new Gate();
    for (Consumer<PredictorOptions> wrong :
        List.<Consumer<PredictorOptions>>of(
            o -> o.threads(0),
            o -> o.threads(5000),
            o -> o.batch(0),
            o -> o.wait(Duration.ofNanos(-1)),
            o -> o.wait(Duration.ofDays(400_000)))) {
      assertThatThrownBy(() -> Predictor.of(net, wrong)).isInstanceOf(NetException.class);
    }
  }

  @Test
  @SuppressWarnings("NullAway")
  void anInputThatIsNullIsNamed() {
    var net = new Gate();
    try (var predictor = Predictor.of(net)) {
      assertThatThrownBy(() -> predictor.predict(null)).hasMessage("input is null.");
    }
  }
}
