package profundo.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import profundo.nn.NetException;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

class MadryNetTest {
  @Test
  void itHasThePapersParametersAndReadsPicturesOfAnyShape() {
    try (var paper = new MadryNet(1, 28, 28, 32, 1024, 10);
        var colours = new MadryNet(3, 30, 33, 4, 16, 5);
        var _ = Scope.open()) {
      assertThat(paper.parameterCount()).isEqualTo(3_274_634);
      assertThat(paper.forward(Tensor.rand(2, 1, 28, 28)).shape().toArray()).containsExactly(2, 10);
      assertThat(colours.shape().toArray()).containsExactly(3, 30, 33);
      assertThat(colours.forward(Tensor.rand(2, 3, 30, 33)).shape().toArray())
          .containsExactly(2, 5);
    }
  }

  @Test
  void picturesThatCannotBeHalvedTwiceAreRefused() {
    assertThatThrownBy(() -> new MadryNet(1, 3, 28, 4, 16, 10))
        .isInstanceOf(NetException.class)
        .hasMessageContaining("3×28");
  }
}
