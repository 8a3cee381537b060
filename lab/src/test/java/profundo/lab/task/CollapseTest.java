package profundo.lab.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import profundo.tensor.DType;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

class CollapseTest {
  @Test
  void variedSamplesOfAllClassesAreNone() {
    try (var _ = Scope.open()) {
      Rng.seed(1);
      var pictures = Tensors.rand(1000, 1, 4, 4);
      var scores = Tensor.arange(1000).remainder(10).oneHot(10).to(DType.FLOAT32);
      var collapse = Collapse.of(scores, pictures, Tensors.rand(500, 1, 4, 4));
      assertThat(collapse.modes()).isEqualTo(10);
      assertThat(collapse.spread()).isCloseTo(1, within(0.1));
      assertThat(collapse.happened(10)).isFalse();
    }
  }

  @Test
  void onePictureAgainAndAgainIsOne() {
    try (var _ = Scope.open()) {
      Rng.seed(1);
      var same = Tensors.rand(1, 1, 4, 4).expand(1000, 1, 4, 4);
      var scores = Tensor.zeros(1000, 10);
      var collapse = Collapse.of(scores, same, Tensors.rand(500, 1, 4, 4));
      assertThat(collapse.modes()).isEqualTo(1);
      assertThat(collapse.spread()).isCloseTo(0, within(1e-6));
      assertThat(collapse.happened(10)).isTrue();
    }
  }
}
