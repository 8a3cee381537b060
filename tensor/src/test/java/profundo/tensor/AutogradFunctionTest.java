package profundo.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AutogradFunctionTest {
  private Scope scope;

  @BeforeEach
  void open() {
    scope = Scope.open();
  }

  @AfterEach
  void close() {
    scope.close();
  }

  /// The example of the documentation.
  private record Cube() implements AutogradFunction {
    @Override
    public List<Tensor> forward(AutogradContext context, List<Tensor> inputs) {
      context.save(inputs.getFirst());
      return List.of(inputs.getFirst().pow(3));
    }

    @Override
    public List<@Nullable Tensor> backward(AutogradContext context, List<Tensor> gradients) {
      return List.of(gradients.getFirst().mul(context.saved(0).square()).mul(3));
    }
  }

  /// Any number of inputs and outputs, by two lambdas.
  private record Given(
      BiFunction<AutogradContext, List<Tensor>, List<Tensor>> ahead,
      BiFunction<AutogradContext, List<Tensor>, List<@Nullable Tensor>> back)
      implements AutogradFunction {
    @Override
    public List<Tensor> forward(AutogradContext context, List<Tensor> inputs) {
      return ahead.apply(context, inputs);
    }

    @Override
    public List<@Nullable Tensor> backward(AutogradContext context, List<Tensor> gradients) {
      return back.apply(context, gradients);
    }
  }

  private static Tensor leaf(double... numbers) {
    return Tensor.of(numbers.length == 0 ? new double[] {1, 2, 3} : numbers).requiresGrad(true);
  }

  private static AutogradFunction exp() {
    return AutogradFunction.of(
        (context, x) -> {
          var y = x.exp();
          context.save(y);
          return y;
        },
        (context, gradient) -> gradient.mul(context.saved(0)));
  }

  @Test
  void theGradientIsThatOfItsBackward() {
    var x = leaf();
    var y = new Cube().apply(x);
    assertThat(y.toDoubleArray()).containsExactly(1, 8, 27);
    assertThat(y.requiresGrad()).isTrue();
    assertThat(y.isLeaf()).isFalse();
    y.sum().backward();
    assertThat(x.grad().toDoubleArray()).containsExactly(3, 12, 27);
  }

  @Test
  void theStraightThroughEstimatorLetsTheGradientPass() {
    var round = AutogradFunction.of((_, x) -> x.round(), (_, gradient) -> gradient);
    var x = leaf(0.4, 1.6, -2.2);
    var y = round.apply(x);
    assertThat(y.toDoubleArray()).containsExactly(0, 2, -2);
    y.mul(y).sum().backward();
    assertThat(x.grad().toDoubleArray()).containsExactly(0, 4, -4);
  }

  /// Ganin & Lempitsky 2015, equations 14 and 15.
  @Test
  void gradientReversalIsTheIdentityWhoseGradientIsTurned() {
    var reversal = AutogradFunction.of((_, x) -> x, (_, gradient) -> gradient.mul(-0.5));
    var x = leaf();
    var y = reversal.apply(x.mul(2));
    assertThat(y.toDoubleArray()).containsExactly(2, 4, 6);
    y.square().sum().backward();
    assertThat(x.grad().toDoubleArray()).containsExactly(-4, -8, -12);
  }

  /// The polar coordinates' gradients, by hand: two inputs and two outputs, one of them used twice.
  @Test
  void severalInputsAndOutputsEachHaveTheirGradient() {
    var polar =
        new Given(
            (context, in) -> {
              context.save(in.getFirst(), in.getLast());
              var r = in.getFirst();
              return List.of(r.mul(in.getLast().cos()), r.mul(in.getLast().sin()));
            },
            (context, g) -> {
              var r = context.saved(0);
              var cos = context.saved(1).cos();
              var sin = context.saved(1).sin();
              return List.of(
                  g.getFirst().mul(cos).add(g.getLast().mul(sin)),
                  g.getLast().mul(cos).sub(g.getFirst().mul(sin)).mul(r));
            });
    var r = leaf(1, 2);
    var angle = leaf(0.3, -1.1);
    var both = polar.tensors(r, angle);
    both.getFirst().mul(3).add(both.getLast().square()).add(both.getLast()).sum().backward();
    var r2 = leaf(1, 2);
    var angle2 = leaf(0.3, -1.1);
    var y = r2.mul(angle2.sin());
    r2.mul(angle2.cos()).mul(3).add(y.square()).add(y).sum().backward();
    assertThat(r.grad().toDoubleArray()).containsExactly(r2.grad().toDoubleArray(), within(1e-12));
    assertThat(angle.grad().toDoubleArray())
        .containsExactly(angle2.grad().toDoubleArray(), within(1e-12));
  }

  @Test
  void anInputThatNeedsNoGradientGetsNone() {
    var asked = new ArrayList<List<Boolean>>();
    var product =
        new Given(
            (context, in) -> {
              asked.add(List.of(context.needsGradient(0), context.needsGradient(1)));
              context.save(in.getFirst(), in.getLast());
              return List.of(in.getFirst().mul(in.getLast()));
            },
            (context, g) -> {
              asked.add(List.of(context.needsGradient(0), context.needsGradient(1)));
              return Arrays.asList(g.getFirst().mul(context.saved(1)), Tensor.ones(99));
            });
    var x = leaf();
    var constant = Tensor.of(new double[] {5, 6, 7});
    product.apply(x, constant).sum().backward();
    assertThat(x.grad().toDoubleArray()).containsExactly(5, 6, 7);
    assertThat(constant.hasGrad()).isFalse();
    assertThat(asked).containsExactly(List.of(true, false), List.of(true, false));
  }

  @Test
  void aPassWithRespectToOneInputAsksForThatAlone() {
    var asked = new ArrayList<List<Boolean>>();
    var sum =
        new Given(
            (_, in) -> List.of(in.getFirst().add(in.getLast())),
            (context, g) -> {
              asked.add(List.of(context.needsGradient(0), context.needsGradient(1)));
              return List.of(g.getFirst(), g.getFirst());
            });
    var a = leaf();
    var b = leaf();
    Grad.of(sum.apply(a, b).sum(), List.of(b), false);
    assertThat(asked).containsExactly(List.of(false, true));
    assertThatThrownBy(() ->
            AutogradFunction.of((c, x) -> c.needsGradient(1) ? x : x.neg(), (_, g) -> g).apply(a))
        .hasMessage("AutogradFunction: there is no input 1: there are 1.");
  }

  @Test
  void anOutputWithoutAGradientHasZeros() {
    var seen = new ArrayList<double[]>();
    var parts =
        new Given(
            (_, in) -> {
              var x = in.getFirst();
              return List.of(x.mul(2), x.argmax(0), x.mul(3));
            },
            (_, g) -> {
              g.forEach(one -> seen.add(one.toDoubleArray()));
              return List.of(g.getFirst().mul(2).add(g.getLast().mul(3)));
            });
    var x = leaf();
    var outputs = parts.tensors(x);
    assertThat(outputs.get(1).requiresGrad()).isFalse();
    outputs.getLast().sum().backward();
    assertThat(seen.get(0)).containsExactly(0, 0, 0);
    assertThat(seen.get(1)).containsExactly(0);
    assertThat(seen.get(2)).containsExactly(1, 1, 1);
    assertThat(x.grad().toDoubleArray()).containsExactly(3, 3, 3);
  }

  @Test
  void nothingIsRememberedWhereNoGradientIsWanted() {
    int before = AutogradHook.alive();
    var x = leaf();
    assertThat(new Cube().apply(x.detach()).requiresGrad()).isFalse();
    try (var _ = Grad.noGrad()) {
      assertThat(new Cube().apply(x).requiresGrad()).isFalse();
    }
    try (var _ = Grad.inference()) {
      assertThat(new Cube().apply(x).requiresGrad()).isFalse();
    }
    assertThat(AutogradHook.alive()).isEqualTo(before);
  }

  private static double[] second(UnaryOperator<Tensor> function) {
    var x = leaf(0.5, -1.5, 2);
    var first = Grad.of(function.apply(x.mul(1)).square().sum(), List.of(x), true).getFirst();
    return Grad.of(first.mul(first).sum(), List.of(x), false).getFirst().toDoubleArray();
  }

  @Test
  void gradientsOfGradientsPassThroughWhatWasSavedOfInputsAndOutputs() {
    assertThat(second(new Cube()::apply)).containsExactly(second(x -> x.pow(3)), within(1e-9));
    assertThat(second(exp()::apply)).containsExactly(second(Tensor::exp), within(1e-9));
    assertThat(second(x -> exp().apply(exp().apply(x).mul(0.1))))
        .containsExactly(second(x -> x.exp().mul(0.1).exp()), within(1e-9));
  }

  @Test
  void theThirdDerivativeOfACubeIsSix() {
    var x = leaf();
    var first = Grad.of(new Cube().apply(x).sum(), List.of(x), true).getFirst();
    var second = Grad.of(first.sum(), List.of(x), true).getFirst();
    var third = Grad.of(second.sum(), List.of(x), false).getFirst();
    assertThat(second.toDoubleArray()).containsExactly(6, 12, 18);
    assertThat(third.toDoubleArray()).containsExactly(6, 6, 6);
  }

  @Test
  void aSavedTensorThatIsNeitherInputNorOutputHasNoGradientsOfGradients() {
    var sine =
        AutogradFunction.of(
            (context, x) -> {
              context.save(x.cos(), x.gt(0));
              return x.sin();
            },
            (context, g) -> {
              context.saved(1);
              return g.mul(context.saved(0));
            });
    var x = leaf();
    sine.apply(x).sum().backward();
    assertThat(x.grad().toDoubleArray())
        .containsExactly(new double[] {Math.cos(1), Math.cos(2), Math.cos(3)}, within(1e-15));
    assertThatThrownBy(() -> Grad.of(sine.apply(x).sum(), List.of(x), true))
        .isInstanceOf(TensorException.class)
        .hasMessage(
            "AutogradFunction: the saved tensor 0 [3] FLOAT64 on cpu is neither an input nor an"
                + " output, so that gradients of gradients would not pass through it: make it an"
                + " output, or compute it anew in backward.");
  }

  @Test
  void aGraphThatIsKeptIsUsedAgainAndOneThatIsNotIsRefused() {
    var x = leaf();
    var y = new Cube().apply(x).sum();
    y.backward(Tensor.scalar(1).to(DType.FLOAT64), true, false);
    y.backward();
    assertThat(x.grad().toDoubleArray()).containsExactly(6, 24, 54);
    assertThatThrownBy(y::backward)
        .isInstanceOf(TensorException.class)
        .hasMessageContaining("the first backward pass gave the graph back")
        .hasMessageContaining("backward(gradient, true, false)");
  }

  @Test
  void whatBackwardThrowsReachesTheCallerAsItIs() {
    var thrown = new IOException("mine");
    var function =
        AutogradFunction.of(
            (_, x) -> x.mul(2),
            (_, _) -> {
              throw AutogradFunctionTest.<RuntimeException>unchecked(thrown);
            });
    var x = leaf();
    var y = function.apply(x);
    assertThatThrownBy(() -> y.sum().backward()).isSameAs(thrown);
    assertThat(x.hasGrad()).isFalse();
    leaf().sum().backward();
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E unchecked(Throwable thrown) throws E {
    throw (E) thrown;
  }

  private static void refuses(List<@Nullable Tensor> gradients, String sentence) {
    var function = new Given((_, in) -> List.of(in.getFirst().mul(2)), (_, _) -> gradients);
    var x = leaf();
    assertThatThrownBy(() -> function.apply(x).sum().backward())
        .isInstanceOf(TensorException.class)
        .hasMessage(sentence);
    assertThat(x.hasGrad()).isFalse();
  }

  @Test
  void gradientsOfAnotherNumberOrKindAreRefused() {
    refuses(
        List.of(),
        "Given: backward gave 0 gradients for 1 input: one for each, null where there is"
            + " none.");
    var right = Tensor.zeros(3).to(DType.FLOAT64);
    refuses(
        List.of(right, right),
        "Given: backward gave 2 gradients for 1 input: one for each, null where there is none.");
    refuses(
        List.of(Tensor.ones(2).to(DType.FLOAT64)),
        "Given: backward gave [2] FLOAT64 on cpu as the gradient of [3] FLOAT64 on cpu.");
    refuses(
        List.of(Tensor.ones(3)),
        "Given: backward gave [3] FLOAT32 on cpu as the gradient of [3] FLOAT64 on cpu.");
  }

  @Test
  void aNullGradientIsOneOfZeros() {
    var x = leaf();
    var nothing =
        new Given(
            (_, in) -> List.of(in.getFirst().mul(2)), (_, _) -> Collections.singletonList(null));
    nothing.apply(x).add(x).sum().backward();
    assertThat(x.grad().toDoubleArray()).containsExactly(1, 1, 1);
  }

  @Test
  void whatIsNoForwardIsRefused() {
    var x = leaf();
    assertThatThrownBy(() -> new Given((_, _) -> List.of(), (_, g) -> List.copyOf(g)).apply(x))
        .hasMessage("Given: forward gave no output.");
    assertThatThrownBy(() ->
            new Given((_, in) -> List.of(in.getFirst(), in.getFirst()), (_, g) -> List.copyOf(g))
                .apply(x))
        .hasMessageContaining("forward gave 2: use tensors(…)");
    assertThatThrownBy(() -> AutogradFunction.of((_, a) -> a.add_(1), (_, g) -> g).apply(x.mul(1)))
        .hasMessageContaining("changed the input 0 in place");
    assertThatThrownBy(() ->
            AutogradFunction.of(
                    (context, a) -> {
                      context.save(x);
                      return a.mul(x);
                    },
                    (_, g) -> g)
                .apply(leaf()))
        .hasMessageContaining("wants a gradient and is no input");
    assertThatThrownBy(() -> new Cube().apply(nothing())).hasMessage("Cube: an input is null.");
    assertThatThrownBy(() -> exp().apply(x, x)).hasMessageContaining("takes one input, and 2 are");
    assertThatThrownBy(
            () -> exp().backward(AutogradContext.ofForward("exp", new boolean[] {true}), List.of()))
        .hasMessageContaining("has one output, and the gradients of 0 are");
  }

  @SuppressWarnings("NullAway")
  private static Tensor nothing() {
    return null;
  }

  @Test
  void aSavedTensorThatIsChangedInPlaceIsRefused() {
    var x = leaf().mul(1);
    var y = new Cube().apply(x);
    x.add_(1);
    assertThatThrownBy(() -> y.sum().backward())
        .isInstanceOf(TensorException.class)
        .hasMessage(
            "Cube: the saved tensor 0 [3] FLOAT64 on cpu was changed in place after the forward:"
                + " change a copy().");
  }

  @Test
  void anOutputIsATensorOfItsOwn() {
    var x = leaf().mul(1);
    var same = AutogradFunction.of((_, a) -> a, (_, g) -> g).apply(x);
    same.mul_(10);
    assertThat(x.toDoubleArray()).containsExactly(1, 2, 3);
    var constant = Tensor.of(new double[] {1, 1, 1}).requiresGrad(true);
    var other = AutogradFunction.of((_, a) -> constant, (_, g) -> g).apply(x);
    assertThat(constant.isLeaf()).isTrue();
    other.sum().backward();
    assertThat(constant.hasGrad()).isFalse();
  }

  @Test
  void anOutputThatWasMadeForInferenceIsPartOfTheGraph() {
    Tensor made;
    try (var _ = Grad.inference()) {
      made = Tensor.of(new double[] {4, 5, 6});
    }
    var x = leaf();
    AutogradFunction.of((_, _) -> made, (_, g) -> g).apply(x).square().sum().backward();
    assertThat(x.grad().toDoubleArray()).containsExactly(8, 10, 12);
    var saving =
        AutogradFunction.of(
            (context, _) -> {
              context.save(made);
              return made;
            },
            (context, g) -> g.mul(context.saved(0)));
    assertThat(Grad.of(saving.apply(x).sum(), List.of(x), true).getFirst().toDoubleArray())
        .containsExactly(4, 5, 6);
  }

  @Test
  void hooksAndKeptGradientsOfAnOutputWork() {
    var x = leaf();
    var y = new Cube().apply(x);
    y.registerHook(g -> g.mul(2));
    y.retainGrad();
    y.sum().backward();
    assertThat(y.grad().toDoubleArray()).containsExactly(2, 2, 2);
    assertThat(x.grad().toDoubleArray()).containsExactly(6, 24, 54);
  }

  @Test
  void itOutlivesTheScopeOfItsTensors() {
    var x = leaf();
    Tensor loss;
    try (var inner = Scope.open()) {
      loss = inner.keep(exp().apply(new Cube().apply(x.mul(1)).mul(0.1)).sum());
    }
    loss.backward();
    assertThat(x.grad().get(0).item()).isCloseTo(0.3 * Math.exp(0.1), within(1e-12));
  }

  @Test
  void aVirtualThreadHasFunctionsToo() throws InterruptedException {
    var result = new ArrayList<double[]>();
    Thread.ofVirtual()
        .start(() -> {
          try (var _ = Scope.open()) {
            result.add(second(exp()::apply));
          }
        })
        .join();
    assertThat(result.getFirst()).containsExactly(second(Tensor::exp), within(1e-9));
  }

  /// The graph is given back node by node, not by one call in the other.
  @Test
  void aLongChainIsDifferentiatedAndGivenBack() {
    int before = AutogradHook.alive();
    var x = leaf();
    try (var _ = Scope.open()) {
      var y = x.mul(1);
      for (int i = 0; i < 10_000; i++) {
        y =
            AutogradFunction.of(
                    (context, a) -> {
                      context.save(a);
                      return a.mul(1);
                    },
                    (context, g) -> g.add(context.saved(0), 0))
                .apply(y);
      }
      y.sum().backward(Tensor.scalar(1).to(DType.FLOAT64), true, false);
    }
    assertThat(x.grad().toDoubleArray()).containsExactly(1, 1, 1);
    assertThat(AutogradHook.alive()).isEqualTo(before);
  }

  @Test
  void functionsGoWithTheirGraphs() {
    int before = AutogradHook.alive();
    for (int i = 0; i < 5_000; i++) {
      try (var _ = Scope.open()) {
        var x = leaf();
        var y = exp().apply(new Cube().apply(x));
        if (i % 3 == 0) {
          y.sum().backward();
        } else if (i % 3 == 1) {
          Grad.of(Grad.of(y.sum(), List.of(x), true).getFirst().sum(), List.of(x), false);
        }
      }
    }
    assertThat(AutogradHook.alive()).isEqualTo(before);
  }
}
