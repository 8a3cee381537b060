package profundo.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The kernel beside the formula, with its gradients: more queries than keys and fewer, masks of
/// every form that broadcasts, and queries that see nothing.
class AttentionTest {
  private Scope scope;

  @BeforeEach
  void open() {
    scope = Scope.open();
    Rng.seed(7);
  }

  @AfterEach
  void close() {
    scope.close();
  }

  /// @param mask what may be seen: `none`, `causal`, or the form of a mask
  private record Case(long queries, long keys, String mask, boolean added, double dropout) {
    boolean causal() {
      return mask.equals("causal");
    }

    @Nullable Tensor visible() {
      return switch (mask) {
        case "causal" -> Tensor.ones(queries, keys).tril(0).to(DType.BOOL);
        case "none" -> null;
        case "all hidden" -> Tensor.zeros(queries, keys).to(DType.BOOL);
        case "every second query" ->
            Tensor.arange(queries).remainder(2).unsqueeze(1).expand(queries, keys).to(DType.BOOL);
        case "one sample" -> {
          var samples = Tensor.of(new boolean[] {false, true}, 2, 1, 1, 1);
          yield samples.expand(2, 1, 1, keys);
        }
        case "one dimension" -> Tensor.arange(keys).lt(keys - 1);
        default -> Tensor.rand(2, 3, queries, keys).gt(0.5);
      };
    }
  }

  static Stream<Case> cases() {
    var all = new ArrayList<Case>();
    for (var mask :
        List.of(
            "none",
            "causal",
            "all hidden",
            "every second query",
            "one sample",
            "one dimension",
            "random")) {
      for (var sizes :
          List.of(List.of(4L, 7L), List.of(7L, 4L), List.of(70L, 3L), List.of(1L, 5L))) {
        for (double dropout : new double[] {0, 1e-9}) {
          all.add(new Case(sizes.get(0), sizes.get(1), mask, false, dropout));
          if (!mask.equals("none") && !mask.equals("causal")) {
            all.add(new Case(sizes.get(0), sizes.get(1), mask, true, dropout));
          }
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theKernelAndItsGradientsAreThoseOfTheFormula(Case given) {
    var visible = given.visible();
    var q = Tensor.randn(2, 3, given.queries, 8).requiresGrad(true);
    var k = Tensor.randn(2, 3, given.keys, 8).requiresGrad(true);
    var v = Tensor.randn(2, 3, given.keys, 8).requiresGrad(true);
    var weight = Tensor.randn(2, 3, given.queries, 8);
    var inputs = List.of(q, k, v);
    var expected = withGradients(inputs, weight, () -> formula(q, k, v, visible));
    var actual =
        withGradients(
            inputs,
            weight,
            () ->
                q.scaledDotProductAttention(
                    k,
                    v,
                    given.causal() ? null : mask(given, visible),
                    given.dropout,
                    given.causal()));
    for (int i = 0; i < expected.size(); i++) {
      assertThat(expected.get(i).isFinite().all().itemLong()).isEqualTo(1);
      assertThat(actual.get(i).allClose(expected.get(i), 1e-4, 1e-5)).as("part %d", i).isTrue();
    }
  }

  private static @Nullable Tensor mask(Case given, @Nullable Tensor visible) {
    return visible == null || !given.added
        ? visible
        : Tensor.zeros(visible.shape().toArray())
            .maskedFill(visible.logicalNot(), Double.NEGATIVE_INFINITY);
  }

  /// Exponentials of what is seen, divided by their sum, or zeros where nothing is.
  private static Tensor formula(Tensor q, Tensor k, Tensor v, @Nullable Tensor visible) {
    var scores = q.matmul(k.transpose(-2, -1)).div(Math.sqrt(8));
    var seen = scores.exp();
    if (visible != null) {
      seen = seen.mul(visible.to(DType.FLOAT32));
    }
    var sum = seen.sum(true, -1);
    return seen.div(sum.add(sum.detach().eq(0))).matmul(v);
  }

  private static List<Tensor> withGradients(
      List<Tensor> inputs, Tensor weight, Supplier<Tensor> function) {
    inputs.forEach(Tensor::zeroGrad);
    var output = function.get();
    output.mul(weight).sum().backward();
    var all = new ArrayList<>(List.of(output.detach()));
    inputs.forEach(input -> all.add(input.grad().copy()));
    return all;
  }

  static Stream<Case> small() {
    return Stream.of("none", "causal", "every second query", "random")
        .map(mask -> new Case(4, 3, mask, mask.equals("random"), 0));
  }

  /// The gradient of a function of the first gradients, beside central differences of that
  /// function.
  @ParameterizedTest
  @MethodSource("small")
  void gradientsHaveGradients(Case given) {
    var visible = given.visible();
    var mask = given.causal() ? null : mask(given, visible);
    var added = mask != null && given.added ? mask.to(DType.FLOAT64) : mask;
    var inputs = new ArrayList<Tensor>();
    for (long length : new long[] {4, 3, 3}) {
      inputs.add(
          Tensor.randn(2, 3, length, 2).to(DType.FLOAT64).detach().copy().requiresGrad(true));
    }
    Supplier<Tensor> function =
        () -> {
          var output =
              inputs
                  .get(0)
                  .scaledDotProductAttention(
                      inputs.get(1), inputs.get(2), added, 0, given.causal());
          var first = Grad.of(output.pow(3).sum(), inputs, true);
          return first
              .get(0)
              .square()
              .sum()
              .add(first.get(1).sin().sum())
              .add(first.get(2).square().sum());
        };
    var second = Grad.of(function.get(), inputs, false);
    for (int i = 0; i < inputs.size(); i++) {
      var flat = inputs.get(i).detach().view(-1);
      var expected = second.get(i).toDoubleArray();
      double scale = 1 + second.get(i).norm().item();
      for (int j = 0; j < expected.length; j += 5) {
        double at = flat.get(j).item();
        flat.get(j).fill_(at + 1e-6);
        double above = function.get().item();
        flat.get(j).fill_(at - 1e-6);
        double below = function.get().item();
        flat.get(j).fill_(at);
        assertThat(expected[j]).isCloseTo((above - below) / 2e-6, within(1e-6 * scale));
      }
    }
  }

  @Test
  void withoutKeysThereAreZeros() {
    var q = Tensor.randn(1, 1, 2, 4);
    var none = Tensor.zeros(1, 1, 0, 4);
    assertThat(q.scaledDotProductAttention(none, none, null, 0, false).toFloatArray())
        .containsOnly(0);
  }
}
