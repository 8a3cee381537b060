package profundo.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.INTEGER;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What a person reads when shapes do not fit: one line with the operation and the shapes.
class MessagesTest {
  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("matmul", () -> Tensor.ones(2, 3).matmul(Tensor.ones(4, 5)), "[2, 3]", "[4, 5]"),
        mistake("add", () -> Tensor.ones(2, 3).add(Tensor.ones(4)), "[2, 3]", "[4]"),
        mistake("linear", () -> Tensor.ones(2, 3).linear(Tensor.ones(5, 4), null), "[2, 3]"),
        mistake(
            "conv2d",
            () ->
                Tensor.ones(1, 3, 8, 8)
                    .conv2d(
                        Tensor.ones(4, 2, 3, 3),
                        null,
                        new long[] {1, 1},
                        new long[] {0, 0},
                        new long[] {1, 1},
                        1),
            "[1, 3, 8, 8]"),
        mistake(
            "cat", () -> Tensor.cat(0, Tensor.ones(2, 3), Tensor.ones(2, 4)), "[2, 3]", "[2, 4]"),
        mistake("reshape", () -> Tensor.ones(2, 3).reshape(4, 2), "[2, 3]"),
        mistake(
            "crossEntropy",
            () -> Tensor.ones(2, 3).crossEntropy(Tensor.of(new long[] {0, 1, 2})),
            "[2, 3]"),
        mistake("narrow", () -> Tensor.ones(2, 3).narrow(1, 2, 5), "[2, 3]"),
        mistake("cholesky", () -> Tensor.zeros(2, 2).cholesky(), "[2, 2]"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void aMistakeIsOneLineWithTheOperationAndTheShapes(
      String operation, Runnable mistake, String[] shapes) {
    assertThatThrownBy(mistake::run)
        .isInstanceOf(TensorException.class)
        .hasMessageContaining(operation)
        .hasMessageContainingAll(shapes)
        .hasNoCause()
        .extracting(Throwable::getMessage)
        .asString()
        .doesNotContain("\n", "frame #", ".cpp", "0x");
  }

  static Stream<Arguments> wholeTexts() {
    var text = "ij,".repeat(100_000);
    var sizes = new long[100_000];
    return Stream.of(
        mistake("an equation", () -> Tensors.einsum(text, Tensor.ones(2)), "einsum \"ij,ij", "[2]"),
        mistake("a device", () -> Device.parse(text), "cuda:N"),
        mistake("a shape", () -> Tensor.ones(2).reshape(sizes), "reshape"),
        mistake("a text", () -> fail(text), "cannot be read"),
        mistake("tensors", () -> Tensor.cat(0, many()), "[2, 3]"));
  }

  private static Tensor[] many() {
    var all = new Tensor[5000];
    Arrays.setAll(all, i -> Tensor.ones(2, 3 + i % 2));
    return all;
  }

  private static void fail(String quoted) {
    throw new TensorException("The file " + quoted + " cannot be read.");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wholeTexts")
  void aSentenceDoesNotRepeatAWholeText(String what, Runnable mistake, String[] parts) {
    try (var _ = Scope.open()) {
      assertThatThrownBy(mistake::run)
          .isInstanceOf(TensorException.class)
          .hasMessageContainingAll(parts)
          .extracting(e -> String.valueOf(e.getMessage()).length())
          .asInstanceOf(INTEGER)
          .isLessThan(5000);
    }
  }

  /// Words of C++ and of the machine that libtorch was built on, as libtorch 2.10 throws them.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Input type (c10::complex<float>) and bias type (short int) should be the same"
            + "| Input type (complex64) and bias type (int16) should be the same",
        "expected dtype c10::complex<double> for 'end' but got dtype unsigned char"
            + "| expected dtype complex128 for 'end' but got dtype uint8",
        "\"log_softmax_lastdim_kernel_impl\" not implemented for 'Short'"
            + "| not implemented for int16",
        "result type Float can't be cast to the desired output type Long"
            + "| result type float32 can't be cast to the desired output type int64",
        "expand(CPUFloatType{[1, 0]}, size=[0])| expand(float32[1, 0], size=[0])",
        "Expected p >= 0 && p <= 1 to be true, but got false.  (Could this error message be"
            + " improved?  If so, please report an enhancement request to PyTorch.)"
            + "| p >= 0 && p <= 1 does not hold.",
        "self.is_contiguous() INTERNAL ASSERT FAILED at \"/home/runner/work/x/pool.cpp\":45, please"
            + "| self.is_contiguous() does not hold inside libtorch",
        "cannot open at::Tensor in /home/runner/work/aten/src/x.cpp:45: stop"
            + "| cannot open Tensor stop"
      })
  void whatLibtorchSaysIsPutIntoPlainWords(String said, String plain) {
    assertThat(Messages.firstLine(said)).isEqualTo(plain);
  }

  static Stream<Arguments> advice() {
    return Stream.of(
        mistake("a graph used twice", MessagesTest::twice, "backward(gradient, true, false)"),
        mistake(
            "an input without part",
            () -> Grad.of(leaf().sum(), List.of(leaf()), false),
            "no part in the output"),
        mistake("no graph", () -> Tensor.ones(2).sum().backward(), "requiresGrad(true)"),
        mistake("no scalar", () -> leaf().exp().backward(), "backward(gradient, false, false)"),
        mistake("nothing to keep", () -> Tensor.ones(2).retainGrad(), "no gradient"),
        mistake("a changed tensor", MessagesTest::changed, "copy()"),
        mistake("an inference tensor", () -> leaf().mul(inference()), "Grad.noGrad()"),
        mistake("its change", () -> inference().add_(1), "copy()"),
        mistake("a leaf in place", () -> leaf().zero_(), "Grad.noGrad()"),
        mistake("a leaf's part in place", () -> leaf().select(0, 0).zero_(), "Grad.noGrad()"),
        mistake(
            "one number of two", () -> leaf().item(), "there are 2 elements: take toFloatArray()"),
        mistake("an empty list", () -> Tensor.cat(0), "cat"));
  }

  private static Tensor leaf() {
    return Tensor.ones(2).requiresGrad(true);
  }

  private static Tensor inference() {
    try (var _ = Grad.inference()) {
      return Tensor.ones(2);
    }
  }

  private static void twice() {
    var sum = leaf().exp().sum();
    sum.backward();
    sum.backward();
  }

  private static void changed() {
    var y = leaf().exp();
    var sum = y.mul(y).sum();
    y.add_(1);
    sum.backward();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("advice")
  void whatIsToBeDoneIsSaidInOurWords(String what, Runnable mistake, String[] parts) {
    try (var _ = Scope.open()) {
      assertThatThrownBy(mistake::run)
          .isInstanceOf(TensorException.class)
          .hasMessageContainingAll(parts)
          .extracting(Throwable::getMessage)
          .asString()
          .doesNotContain("torch", "=True", "retain_graph", "allow_unused", "no_grad", "Variable");
    }
  }

  @Test
  void anEvaluationsPoolingIsTheTrainings() {
    try (var _ = Scope.open()) {
      Rng.seed(3);
      for (var x :
          new Tensor[] {
            Tensors.randn(2, 3, 8, 6),
            Tensors.randn(2, 3, 7, 5),
            Tensors.randn(2, 3, 8, 6).transpose(2, 3)
          }) {
        var evaluated = x.maxPool2d(2);
        var trained = x.detach().requiresGrad(true).maxPool2d(2);
        assertThat(evaluated.equal(trained.detach())).isTrue();
      }
      var holes = Tensor.of(new float[] {1, Float.NaN, 2, 3}, 1, 1, 2, 2);
      assertThat(holes.maxPool2d(2).item()).isNaN();
    }
  }

  @Test
  void gradientsAreOffInOneThreadOnly() throws InterruptedException {
    var on = new boolean[1];
    try (var _ = Grad.noGrad()) {
      var other =
          Thread.ofPlatform()
              .start(() -> {
                try (var _ = Scope.open()) {
                  on[0] = Tensor.ones(2).requiresGrad(true).mul(2.0).requiresGrad();
                }
              });
      other.join();
      assertThat(Tensor.ones(2).requiresGrad(true).mul(2.0).requiresGrad()).isFalse();
    }
    assertThat(on[0]).isTrue();
  }

  private static Arguments mistake(String operation, Runnable mistake, String... shapes) {
    return arguments(operation, mistake, shapes);
  }
}
