package profundo.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import profundo.tensor.Tensor;

class SummaryTest {
  static final class LeNet extends Net implements Layer {
    final Conv2d conv1 = new Conv2d(1, 6, 5, o -> o.padding(2));
    final Conv2d conv2 = new Conv2d(6, 16, 5);
    final Linear fc = new Linear(400, 10);

    @Override
    public Tensor forward(Tensor x) {
      var y = conv1.forward(x).relu().maxPool2d(2);
      return fc.forward(conv2.forward(y).relu().maxPool2d(2).flatten(1));
    }
  }

  @Test
  void aTableShowsShapesParametersAndMultiplyAdds() {
    try (var net = new LeNet()) {
      assertThat(Summary.of(net, 1, 1, 28, 28).toString())
          .isEqualTo(
              """
              layer  kind              output           parameters  multiply-adds
              conv1  Conv2d 1→6, 5×5   [1, 6, 28, 28]          156        117,600
              conv2  Conv2d 6→16, 5×5  [1, 16, 10, 10]       2,416        240,000
              fc     Linear 400→10     [1, 10]               4,010          4,000
              total                                          6,582        361,600
              """);
    }
  }

  /// Vaswani et al. 2017, table 1 with the projections: 4 L·d² + 2 L²·d for self-attention.
  @Test
  void attentionIsCountedWithItsProjections() {
    long l = 5;
    long d = 8;
    try (var net = new MultiheadAttention(8, 2)) {
      var x = Tensor.zeros(1, l, d);
      assertThat(Summary.of(net, () -> net.forward(x, Masks.NONE)).multiplyAdds())
          .isEqualTo(4 * l * d * d + 2 * l * l * d);
    }
  }

  /// Four gates that see the input and the state, at every step.
  @Test
  void recurrentLayersAreCountedAtEveryStep() {
    try (var net = new LSTM(3, 5)) {
      var x = Tensor.zeros(7, 2, 3);
      assertThat(Summary.of(net, () -> net.forward(x)).multiplyAdds())
          .isEqualTo(7 * 2 * 4 * 5 * (3 + 5));
    }
  }

  @Test
  void lookingChangesNothing() {
    try (var net = new Sequential(new BatchNorm1d(3), new Dropout())) {
      var before = net.stateDict().copy();
      Summary.of(net, 4, 3);
      before.asMap().forEach((name, t) -> assertThat(net.stateDict().get(name).equal(t)).isTrue());
      assertThat(net.training()).isTrue();
    }
  }
}
