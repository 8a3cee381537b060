package profundo.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Operations beside their definitions, written out as loops in plain Java, and the rules of
/// broadcasting on shapes drawn by chance.
class DefinitionsTest {
  private Scope scope;

  @BeforeEach
  void open() {
    scope = Scope.open();
    Rng.seed(13);
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private static Tensor randn(long... shape) {
    return Tensors.randn(shape).to(DType.FLOAT64);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "3,2", "4,0", "5,2", "5,3", "6,3"})
  void connectionistTemporalClassificationSumsOverEveryPath(int steps, int labels) {
    int classes = 3;
    var target = IntStream.range(0, labels).map(i -> i % 3 == 2 ? 1 : 1 + i % 2).toArray();
    var p = randn(steps, 1, classes).logSoftmax(2);
    double sum = 0;
    for (int path = 0; path < Math.pow(classes, steps); path++) {
      var symbols = digits(path, classes, steps);
      if (Arrays.equals(collapsed(symbols), target)) {
        sum += Math.exp(logProbability(p, symbols));
      }
    }
    var padded = Arrays.stream(target).asLongStream().toArray();
    var loss =
        p.ctcLoss(
            Tensor.of(padded, 1, labels),
            new long[] {steps},
            new long[] {labels},
            0,
            Reduction.NONE);
    assertThat(loss.item()).isCloseTo(-Math.log(sum), within(1e-9));
  }

  @Test
  void theMedianOfARepeatedNumberIsTheNumber() {
    var repeated = randn(3, 1).expand(3, 4);
    assertThat(repeated.median(1).values().equal(repeated.select(1, 0))).isTrue();
  }

  @Test
  void labelsThatDoNotFitTheStepsCountNothing() {
    var p = randn(2, 1, 3).requiresGrad(true);
    var loss =
        p.logSoftmax(2)
            .ctcLoss(
                Tensor.of(new long[] {1, 2, 1}), new long[] {2}, new long[] {3}, 0, Reduction.SUM);
    loss.backward();
    assertThat(loss.item()).isZero();
    assertThat(p.grad().toDoubleArray()).containsOnly(0);
  }

  private static int[] digits(int number, int base, int count) {
    var result = new int[count];
    for (int i = 0; i < count; i++, number /= base) {
      result[i] = number % base;
    }
    return result;
  }

  /// Repetitions become one, then blanks go.
  private static int[] collapsed(int[] symbols) {
    return IntStream.range(0, symbols.length)
        .filter(i -> symbols[i] != 0 && (i == 0 || symbols[i] != symbols[i - 1]))
        .map(i -> symbols[i])
        .toArray();
  }

  private static double logProbability(Tensor p, int[] symbols) {
    double sum = 0;
    for (int t = 0; t < symbols.length; t++) {
      sum += p.get(t).get(0).get(symbols[t]).item();
    }
    return sum;
  }

  @Test
  void theFourierTransformIsItsSum() {
    int n = 7;
    var x = randn(n);
    var values = x.toDoubleArray();
    var real = x.fft(0).real().toDoubleArray();
    var imag = x.fft(0).imag().toDoubleArray();
    for (int k = 0; k < n; k++) {
      double re = 0;
      double im = 0;
      for (int t = 0; t < n; t++) {
        re += values[t] * Math.cos(2 * Math.PI * k * t / n);
        im -= values[t] * Math.sin(2 * Math.PI * k * t / n);
      }
      assertThat(real[k]).isCloseTo(re, within(1e-12));
      assertThat(imag[k]).isCloseTo(im, within(1e-12));
    }
    assertThat(x.fft(0).ifft(0).real().allClose(x, 1e-12, 1e-12)).isTrue();
    assertThat(x.rfft(0).irfft(n, 0).allClose(x, 1e-12, 1e-12)).isTrue();
  }

  @Test
  void theShortTimeTransformIsThatOfEachWindowAndComesBack() {
    var x = randn(30);
    var window = Tensors.hannWindow(8).to(DType.FLOAT64);
    var mirrored = x.unsqueeze(0).unsqueeze(0).pad("reflect", 4, 4).flatten(0);
    var frames = x.stft(2, window);
    for (int frame = 0; frame < frames.size(1); frame++) {
      var expected = mirrored.narrow(0, 2L * frame, 8).mul(window).rfft(0);
      var given = frames.select(1, frame);
      assertThat(given.viewAsReal().allClose(expected.viewAsReal(), 1e-12, 1e-12)).isTrue();
    }
    assertThat(frames.istft(2, window, 30).allClose(x, 1e-12, 1e-12)).isTrue();
  }

  @Test
  void causalAttentionSeesWhatCameBefore() {
    var q = randn(1, 2, 5, 4);
    var k = randn(1, 2, 5, 4);
    var v = randn(1, 2, 5, 3);
    var all = q.scaledDotProductAttention(k, v, null, 0, true);
    for (int i = 0; i < 5; i++) {
      var seen = k.narrow(2, 0, i + 1);
      var weights = q.narrow(2, i, 1).matmul(seen.transpose(2, 3)).div(2.0).softmax(-1);
      var expected = weights.matmul(v.narrow(2, 0, i + 1));
      assertThat(all.narrow(2, i, 1).allClose(expected, 1e-9, 1e-11)).isTrue();
    }
  }

  @Test
  void theRecurrentKernelsAreTheirEquationsStepByStep() {
    var x = randn(5, 2, 3);
    var h = randn(1, 2, 4);
    var c = randn(1, 2, 4);
    for (int gates : new int[] {1, 3, 4}) {
      var w =
          new Tensor[] {
            randn(gates * 4, 3), randn(gates * 4, 4), randn(gates * 4), randn(gates * 4)
          };
      var result =
          switch (gates) {
            case 1 -> x.rnnTanh(h, w, true, 1, 0, false, false, false);
            case 3 -> x.gru(h, w, true, 1, 0, false, false, false);
            default -> x.lstm(h, c, w, true, 1, 0, false, false, false);
          };
      var state = new Tensor[] {h.get(0), c.get(0)};
      for (int t = 0; t < 5; t++) {
        state = stepped(gates, x.get(t), state, w);
        assertThat(result.output().get(t).allClose(state[0], 1e-9, 1e-11)).isTrue();
      }
      assertThat(result.hidden().get(0).allClose(state[0], 1e-9, 1e-11)).isTrue();
    }
  }

  private static Tensor[] stepped(int gates, Tensor x, Tensor[] state, Tensor[] w) {
    var h = state[0];
    var in = x.linear(w[0], w[2]).chunk(gates, 1);
    var own = h.linear(w[1], w[3]).chunk(gates, 1);
    if (gates == 1) {
      return new Tensor[] {in[0].add(own[0]).tanh(), state[1]};
    }
    if (gates == 3) {
      var reset = in[0].add(own[0]).sigmoid();
      var update = in[1].add(own[1]).sigmoid();
      var fresh = in[2].add(reset.mul(own[2])).tanh();
      return new Tensor[] {fresh.add(update.mul(h.sub(fresh))), state[1]};
    }
    var input = in[0].add(own[0]).sigmoid();
    var forget = in[1].add(own[1]).sigmoid();
    var cell = forget.mul(state[1]).add(input.mul(in[2].add(own[2]).tanh()));
    return new Tensor[] {in[3].add(own[3]).sigmoid().mul(cell.tanh()), cell};
  }

  /// The penalty of Wasserstein GANs: a function of a gradient's norm, differentiated.
  @Test
  void aGradientsNormIsDifferentiatedAsItsFiniteDifferences() {
    var x = randn(3, 4);
    var w = randn(4, 5);
    penalty(x, w.requiresGrad(true)).backward();
    var slope = w.grad().toDoubleArray();
    var point = w.toDoubleArray();
    for (int i = 0; i < point.length; i++) {
      double h = 1e-5;
      double difference = penalty(x, moved(point, i, h)) - penalty(x, moved(point, i, -h));
      assertThat(slope[i]).isCloseTo(difference / (2 * h), within(1e-6));
    }
  }

  private static double penalty(Tensor x, double[] w) {
    return penalty(x, Tensor.of(w, 4, 5).requiresGrad(true)).item();
  }

  private static Tensor penalty(Tensor x, Tensor w) {
    var input = x.detach().requiresGrad(true);
    var score = input.matmul(w).tanh().square().sum();
    var gradient = Grad.of(score, List.of(input), true).getFirst();
    return gradient.norm(2, false, 1).sub(1.0).square().mean();
  }

  private static double[] moved(double[] point, int at, double by) {
    var there = point.clone();
    there[at] += by;
    return there;
  }

  @RepeatedTest(40)
  void shapesBroadcastByTheRuleAndElementsFollow(RepetitionInfo round) {
    var random = new Random(round.getCurrentRepetition());
    var common = random.ints(1 + random.nextInt(4), 1, 4).asLongStream().toArray();
    var a = randn(reduced(common, random));
    var b = randn(reduced(common, random));
    var sum = a.add(b);
    assertThat(sum.shape()).isEqualTo(a.shape().broadcast(b.shape()));
    var left = a.expand(sum.shape().toArray()).toDoubleArray();
    var right = b.expand(sum.shape().toArray()).toDoubleArray();
    var given = sum.toDoubleArray();
    for (int i = 0; i < given.length; i++) {
      assertThat(given[i]).isEqualTo(left[i] + right[i]);
    }
    var leaf = a.requiresGrad(true);
    leaf.mul(b).sum().backward();
    assertThat(leaf.grad().shape()).isEqualTo(leaf.shape());
    assertThat(leaf.grad().sum().item())
        .isCloseTo(b.expand(sum.shape().toArray()).sum().item(), within(1e-9));
  }

  /// Some sizes become 1, and some leading dimensions go.
  private static long[] reduced(long[] shape, Random random) {
    var from = random.nextInt(shape.length + 1);
    return Arrays.stream(shape, from, shape.length)
        .map(size -> random.nextInt(3) == 0 ? 1 : size)
        .toArray();
  }

  @RepeatedTest(20)
  void shapesThatDifferDoNotBroadcast(RepetitionInfo round) {
    var random = new Random(round.getCurrentRepetition());
    var shape = random.ints(1 + random.nextInt(4), 2, 5).asLongStream().toArray();
    var other = shape.clone();
    other[random.nextInt(shape.length)] += 1 + random.nextInt(3);
    assertThatThrownBy(() -> Shape.of(shape).broadcast(Shape.of(other)))
        .hasMessageContaining("do not broadcast");
    assertThatThrownBy(() -> randn(shape).mul(randn(other)))
        .isInstanceOf(TensorException.class)
        .hasMessageContaining(Shape.of(other).toString());
  }

  @RepeatedTest(20)
  void movesOfDimensionsKeepEveryElement(RepetitionInfo round) {
    var random = new Random(round.getCurrentRepetition());
    var shape = random.ints(3, 1, 5).asLongStream().toArray();
    var x = randn(shape);
    var order = new java.util.ArrayList<>(List.of(0L, 1L, 2L));
    java.util.Collections.shuffle(order, random);
    var dims = order.stream().mapToLong(d -> d).toArray();
    var back = new long[3];
    for (int i = 0; i < 3; i++) {
      back[(int) dims[i]] = i;
    }
    assertThat(x.permute(dims).contiguous().permute(back).equal(x)).isTrue();
    assertThat(x.permute(dims).sum().item()).isCloseTo(x.sum().item(), within(1e-9));
    assertThat(x.flatten(0).reshape(shape).equal(x)).isTrue();
    long dim = random.nextInt(3);
    assertThat(Tensor.cat(dim, x.split(2, dim)).equal(x)).isTrue();
    assertThat(Tensor.stack(dim, x.unbind(dim)).equal(x)).isTrue();
    assertThat(x.roll(2, dim).roll(-2, dim).equal(x)).isTrue();
    assertThat(x.flip(dim).flip(dim).equal(x)).isTrue();
  }
}
