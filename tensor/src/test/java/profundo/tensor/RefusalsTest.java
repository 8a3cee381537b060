package profundo.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What would end the process, or read memory that is not there, if native code were let at it:
/// each is an exception with a sentence.
class RefusalsTest {
  private static final long HUGE = (1L << 61) + 5;

  static Stream<Arguments> calls() {
    return Stream.of(
        of("a label that is no class", "the label 700000000", () -> ctc(0, 1, 700_000_000)),
        of("a label below 0", "the label -900000000", () -> ctc(0, 1, -900_000_000)),
        of("a blank that is no class", "blank", () -> ctc(9, 1, 2)),
        of(
            "a class out of range",
            "Target 3 is out of bounds",
            () -> ones(2, 3).crossEntropy(longs(0, 3))),
        of("a word out of range", "index out of range", () -> longs(7).embedding(ones(3, 2), -1)),
        of("gather out of range", "index 5", () -> ones(3).gather(0, longs(5))),
        of("scatter out of range", "index 3", () -> ones(3).scatter(0, longs(3), ones(1))),
        of("index out of range", "index 7", () -> ones(3).index(longs(7))),
        of("index without positions", "give the positions", () -> ones(3).index()),
        of("indexPut_ without positions", "positions", () -> ones(3).indexPut_(ones(1), false)),
        of("narrow out of range", "exceeds", () -> ones(3).narrow(0, 1, Long.MAX_VALUE)),
        of("oneHot out of range", "smaller than num_classes", () -> longs(5).oneHot(3)),
        of("values fewer than keys", "as many keys as values", () -> attend(3000, 3)),
        of("no values", "as many keys as values", () -> attend(3000, 0)),
        of("integers by zero", "ZeroDivisionError", () -> longs(1).remainder(longs(0))),
        of("a stride of 0", "stride", () -> convolve(0, 0, 1)),
        of("a huge padding", "too large", () -> convolve(1, HUGE, 1)),
        of("a huge dilation", "too large", () -> convolve(1, 0, HUGE)),
        of("a window above the picture", "too small", () -> ones(1, 1, 4, 4).maxPool2d(9)),
        of("a huge window", "too large", () -> ones(1, 3, 8).maxPool1d(HUGE, 1, HUGE / 2)),
        of("a state without numbers", "no numbers", () -> gru(0)),
        of("a label that is the blank", "is the blank", () -> ctc(1, 1, 2)),
        of("a padding index that is no row", "no row", () -> longs(0).embedding(ones(3, 2), 3)),
        of("a bias for fewer outputs", "bias is [1]", () -> ones(2, 3).linear(ones(4, 3), ones(1))),
        of("a mask and causality", "do not go together", RefusalsTest::maskedAndCausal),
        of(
            "a range beyond 64 bits",
            "further than 64-bit",
            () -> Tensors.arange(Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE)),
        of("complex numbers as real ones", "viewAsReal", () -> ones(2).fft(0).toDoubleArray()),
        of("labels of reals", "to(DType.INT64)", () -> ones(2, 3).crossEntropy(ones(2))),
        of(
            "labels of 32 bits",
            "to(DType.INT64)",
            () -> ones(2, 3).nllLoss(Tensor.of(new int[] {0, 1}), Reduction.SUM)),
        of(
            "labels in a column",
            "target.squeeze(1)",
            () -> ones(2, 3).crossEntropy(longs(0, 1).unsqueeze(1))),
        of(
            "integers as classes' probabilities",
            "target.to(logits.dtype())",
            () -> ones(2, 3).crossEntropy(ones(2, 3).to(DType.INT64))),
        of("bits of reals", "x is FLOAT32", () -> ones(2).bitwiseAnd(longs(1))),
        of("bits beside reals", "places is FLOAT32", () -> longs(1).bitwiseLeftShift(ones(1))),
        of(
            "bits that are none of the type",
            "300 is no UINT8",
            () -> Tensor.of(new byte[] {1}).bitwiseOr(300)),
        of("a share above 1", "range [0, 1]", () -> ones(3).quantile(1.5)),
        of("a share of integers", "float or double", () -> longs(3).quantile(0.5)),
        of("the largest of nothing", "max", () -> Tensor.zeros(0).max()),
        of(
            "places in other rows",
            "first N-1 dimensions",
            () -> ones(3, 2).searchsorted(ones(2, 2))),
        of("differences below none", "order", () -> ones(3).diff(-1, 0)),
        of("an unknown approximation", "none or tanh", () -> ones(1).gelu("fast")),
        of(
            "cosines of other rows",
            "two [N, D] and a target [N]",
            () -> ones(2, 3).cosineEmbeddingLoss(ones(2, 3), ones(3))),
        of(
            "a triplet of two shapes",
            "the target [4, 3]",
            () -> ones(2, 3).tripletMarginLoss(ones(2, 3), ones(4, 3))),
        of(
            "pixels by no factor",
            "positive upscale_factor",
            () -> ones(1, 4, 2, 2).pixelShuffle(0)),
        of("pixels by 2^32", "too large", () -> ones(1, 4, 2, 2).pixelShuffle(1L << 32)),
        of("windows that do not fill", "fold", () -> fold(5)),
        of("a fold of 2^40", "too large", () -> fold(1L << 40)),
        of("pools without end", "too large", () -> ones(1, 1, 4, 4).adaptiveMaxPool2d(HUGE, 1)),
        of(
            "an index beyond the rows",
            "index 5",
            () -> ones(3).scatterReduce(0, longs(5), ones(1), "amax", true)),
        of(
            "an unknown reduction",
            "reduce",
            () -> ones(3).scatterReduce(0, longs(1), ones(1), "best", true)),
        of("an index beyond a dimension", "index 9", () -> ones(3).takeAlongDim(longs(9), 0)),
        of(
            "more dimensions than there are",
            "as many dimensions",
            () -> ones(3).tensordot(ones(3), 2)),
        of("a transform of a row", "Dimension out of range", () -> ones(3).fft2()),
        of(
            "one number for each channel",
            "several numbers",
            () -> ones(2, 3, 1).instanceNorm(null, null, 0.1)),
        of("channels without a place", "[N, C, …]", () -> ones(2, 3).localResponseNorm(3, 1, 1, 1)),
        of("a huge stride backwards", "too large", RefusalsTest::convolveBackwards),
        of("a size below −1", "-5", () -> ones(2).expand(-5, 2)),
        of("a negative size", "negative", () -> Tensor.zeros(2, -1)),
        of("a size of 2^80", "overflow", () -> Tensor.zeros(1L << 40, 1L << 40)),
        of(
            "writing to an expanded tensor",
            "single memory location",
            () -> ones(1).expand(4).add_(1.0)),
        of("the number of several", "2 elements", () -> ones(2).item()),
        of("not-a-number as an integer", "overflow", () -> Tensor.scalar(Double.NaN).itemLong()),
        of(
            "an array beyond Java's",
            "Read it in parts",
            () -> ones(1).expand(3L << 30).toByteArray()),
        of("a GPU that is not there", "No GPU", () -> ones(1).to(Device.cuda(0))),
        of("a generator's state", "state", () -> Rng.restore(Tensor.of(new byte[10]))),
        of("100,000 threads", "1 to 1024", () -> Threads.set(100_000)),
        of("memory shorter than the shape", "the memory has 8", () -> view(8, 4)),
        of("a shape of 2^64 bytes", "the memory has 8", () -> view(8, (1L << 61) + 1)),
        of("memory at address 0", "native memory", () -> view(MemorySegment.NULL.reinterpret(64))),
        of("memory of a closed arena", "arena is closed", () -> view(closed())),
        of("memory on the heap", "native memory", () -> view(MemorySegment.ofArray(new float[4]))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("calls")
  void aCallThatNativeCodeCannotStandIsASentence(String what, String part, Runnable call) {
    try (var _ = Scope.open()) {
      assertThatThrownBy(call::run)
          .isInstanceOf(TensorException.class)
          .hasMessageContaining(part)
          .extracting(Throwable::getMessage)
          .asString()
          .doesNotContain("\n", "/home/", ".cpp", ".h\"")
          .doesNotContainPattern("0x[0-9a-f]{4}");
    }
  }

  private static Arguments of(String what, String part, Runnable call) {
    return arguments(what, part, call);
  }

  private static Tensor ones(long... shape) {
    return Tensor.ones(shape);
  }

  private static Tensor longs(long... values) {
    return Tensor.of(values);
  }

  private static void ctc(long blank, long... labels) {
    var steps = ones(4, 1, 3).logSoftmax(2);
    steps.ctcLoss(Tensor.of(labels, 1, 2), new long[] {4}, new long[] {2}, blank, Reduction.SUM);
  }

  private static void attend(long keys, long values) {
    ones(1, 8, 300, 64)
        .scaledDotProductAttention(ones(1, 8, keys, 64), ones(1, 8, values, 64), null, 0, false);
  }

  private static void maskedAndCausal() {
    var x = ones(1, 1, 2, 2);
    x.scaledDotProductAttention(x, x, ones(2, 2), 0, true);
  }

  private static void convolve(long stride, long padding, long dilation) {
    ones(1, 3, 8, 8)
        .conv2d(
            ones(4, 3, 3, 3),
            null,
            new long[] {stride, stride},
            new long[] {padding, padding},
            new long[] {dilation, dilation},
            1);
  }

  private static void fold(long size) {
    var one = new long[] {1, 1};
    ones(1, 4, 9).fold(new long[] {size, size}, new long[] {2, 2}, one, new long[] {0, 0}, one);
  }

  private static void convolveBackwards() {
    var one = new long[] {1};
    ones(1, 3, 8)
        .convTranspose1d(ones(3, 2, 3), null, new long[] {HUGE}, one, new long[] {0}, 1, one);
  }

  private static void gru(long size) {
    var weights = new Tensor[] {ones(3 * size, 3), ones(3 * size, size)};
    ones(2, 1, 3).gru(Tensor.zeros(1, 1, size), weights, false, 1, 0, false, false, false);
  }

  private static void view(long bytes, long size) {
    Tensor.view(Arena.ofAuto().allocate(bytes), DType.FLOAT64, size);
  }

  private static void view(MemorySegment memory) {
    Tensor.view(memory, DType.FLOAT32, 4);
  }

  private static MemorySegment closed() {
    try (var arena = Arena.ofShared()) {
      return arena.allocate(64);
    }
  }

  @Test
  void memoryThatCouldBeClosedUnderNativeCodeIsNotViewed() {
    try (var arena = Arena.ofShared()) {
      assertThatThrownBy(() -> view(arena.allocate(64, 64)))
          .isInstanceOf(TensorException.class)
          .hasMessageContaining("shared arena");
    }
    view(Arena.global().allocate(64, 64));
    view(Arena.ofAuto().allocate(64, 64));
  }

  @Test
  void whatGivingBackThrowsReachesTheThreadsHandler() throws InterruptedException {
    var caught = new Throwable[1];
    var thread =
        Thread.ofPlatform()
            .unstarted(() -> {
              Runnable fails =
                  () -> {
                    throw new IllegalStateException("the buffer is gone");
                  };
              var memory = Arena.ofAuto().allocate(64, 64);
              Tensor.view(memory, DType.FLOAT32, new long[] {4}, fails).close();
            });
    thread.setUncaughtExceptionHandler((_, e) -> caught[0] = e);
    thread.start();
    thread.join();
    assertThat(caught[0]).hasMessage("the buffer is gone");
  }

  @Test
  void aFailedAllocationIsASentenceAndTheProcessGoesOn() {
    assertThatThrownBy(() -> Tensor.zeros(1L << 40))
        .isInstanceOf(MemoryException.class)
        .hasMessageContaining("out of memory (4096.0 GiB)")
        .hasMessageContaining("Lower the batch size");
    assertThat(Tensor.ones(2).sum().item()).isEqualTo(2);
  }

  @Test
  void aStateOrGradientOfAnotherSizeIsRefused() {
    try (var _ = Scope.open()) {
      var p = Tensor.ones(1_000_000).requiresGrad(true);
      p.square().sum().backward();
      var small = List.of(Tensor.zeros(1));
      var step = List.of(Tensor.scalar(1));
      try (var fused = new Fused(List.of(p), List.of(small, small, step))) {
        fused.gather();
        assertThatThrownBy(() -> fused.adam(false, 1, 0.9, 0.9, 0, 1e-8, false))
            .hasMessageContaining("a state of 1 elements for a parameter [1000000]");
        assertThatThrownBy(() -> fused.adam(false, 1, 0.9, 0.9, 0, 1e-8, true))
            .hasMessageContaining("4 states wanted, 3 given");
        assertThatThrownBy(() -> fused.sgd(1, 0.9, 0, 0, false, false))
            .hasMessageContaining("a state of 1");
        assertThatThrownBy(() -> fused.adagrad(1, 0, 0, 1e-8)).hasMessageContaining("a state of 1");
        p.setData(Tensor.ones(3_000_000));
        assertThatThrownBy(fused::gather).hasMessageContaining("a gradient of 1000000");
      }
      assertThatThrownBy(() -> new Fused(List.of(p, p), List.of(small)))
          .hasMessageContaining("1 tensors for 2 parameters");
    }
  }

  @Test
  void aClosedTensorIsRefusedOnEveryThread() throws InterruptedException {
    var x = Tensor.ones(64);
    x.close();
    var refused = new boolean[4];
    var threads =
        java.util.stream.IntStream.range(0, refused.length)
            .mapToObj(i -> Thread.ofPlatform().start(() -> refused[i] = isRefused(x)))
            .toList();
    for (var thread : threads) {
      thread.join();
    }
    assertThat(refused).containsOnly(true);
  }

  private static boolean isRefused(Tensor x) {
    try {
      x.exp();
      return false;
    } catch (ClosedTensorException e) {
      return true;
    }
  }

  @Test
  void aNullTextIsRefusedBeforeNativeCodeReadsIt() {
    assertThatThrownBy(() -> ones(1, 1, 3).pad(nothing(), 1, 1)).hasMessage("pad: mode is null.");
    assertThatThrownBy(() -> Tensors.einsum(nothing(), ones(3)))
        .hasMessage("einsum: equation is null.");
  }

  @SuppressWarnings("NullAway")
  private static String nothing() {
    return null;
  }
}
