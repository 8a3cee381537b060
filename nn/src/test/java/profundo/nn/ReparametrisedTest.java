package profundo.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import profundo.tensor.DType;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;

class ReparametrisedTest {
  private Scope scope;

  @BeforeEach
  void open() {
    scope = Scope.open();
    Rng.seed(3);
  }

  @AfterEach
  void close() {
    scope.close();
  }

  private static Tensor randn(long... shape) {
    return Tensor.randn(shape).to(DType.FLOAT64);
  }

  @Test
  void aSpectrallyNormalisedMatrixHasTheLargestSingularValueOne() {
    var linear = new Linear(4, 3);
    linear.weight.detach().mul_(5);
    var net = new SpectralNorm(linear);
    for (int i = 0; i < 100; i++) {
      net.forward(Tensor.randn(2, 4));
    }
    assertThat(net.weight().svd().s().amax().item()).isCloseTo(1, offset(1e-5));
    var largest = net.weightOrig.svd().s().amax();
    Reference.assertClose(net.weight(), net.weightOrig.div(largest));
  }

  @Test
  void aTransposedKernelsOutputsAreItsSecondDimension() {
    var net = new SpectralNorm(new ConvTranspose2d(3, 5, 2));
    assertThat(net.weightU.size(0)).isEqualTo(5);
    assertThat(net.weightV.size(0)).isEqualTo(3 * 2 * 2);
    assertThat(net.forward(Tensor.randn(1, 3, 4, 4)).shape().toArray()).containsExactly(1, 5, 5, 5);
  }

  @Test
  void evaluationAndAFrozenNetLeaveTheSingularVectors() {
    var net = new SpectralNorm(new Conv2d(3, 4, 2));
    var before = net.weightU.copy();
    net.eval();
    net.forward(Tensor.randn(1, 3, 4, 4));
    net.train();
    net.freeze();
    net.forward(Tensor.randn(1, 3, 4, 4));
    assertThat(net.weightU.equal(before)).isTrue();
  }

  @Test
  void aWeightNormalisedLayerBeginsAsTheLayer() {
    var linear = new Linear(4, 3);
    var x = Tensor.randn(2, 4);
    var expected = linear.forward(x).detach();
    var bias = linear.stateDict().get("bias").detach();
    var net = new WeightNorm(linear);
    Reference.assertClose(net.forward(x), expected);
    net.weightG.detach().mul_(2);
    var twice = expected.sub(bias).mul(2).add(bias);
    Reference.assertClose(net.forward(x), twice);
    net.weightV.detach().mul_(7);
    Reference.assertClose(net.forward(x), twice);
  }

  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    for (var net :
        List.<Net>of(
            new SpectralNorm(new Conv1d(2, 3, 2)),
            new WeightNorm(new Linear(2, 3)),
            new WeightNorm(new Conv1d(2, 3, 2)))) {
      net.eval();
      net.to(DType.FLOAT64);
      var x = randn(2, 2, 2);
      var inputs = new ArrayList<>(List.of(x));
      net.parameters().forEach(parameter -> inputs.add(parameter.tensor()));
      GradCheck.check(() -> ((Layer) net).forward(x), inputs);
    }
  }

  @Test
  void namesAreThoseOfPyTorch() {
    assertThat(new SpectralNorm(new Conv2d(3, 4, 2)).stateDict().names())
        .containsExactlyInAnyOrder("bias", "weight_orig", "weight_u", "weight_v");
    assertThat(new WeightNorm(new Linear(3, 4, false)).stateDict().names())
        .containsExactlyInAnyOrder("weight_g", "weight_v");
  }

  @Test
  void aWrongInputIsNamed() {
    assertThatThrownBy(() -> new WeightNorm(new Linear(3, 4)).forward(Tensor.ones(2, 5)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("WeightNorm of Linear 3→4: input has 5 features, 3 expected: x is [2, 5]");
  }
}
