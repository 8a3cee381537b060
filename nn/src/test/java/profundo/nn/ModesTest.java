package profundo.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import profundo.tensor.Scope;
import profundo.tensor.ShapeException;
import profundo.tensor.Tensor;

class ModesTest {
  static class Model extends Net implements Layer {
    final Sequential features = new Sequential(new Linear(2, 2), new BatchNorm1d(2), new Dropout());
    final BatchNorm1d norm = new BatchNorm1d(2);

    @Override
    public Tensor forward(Tensor x) {
      return norm.forward(features.forward(x));
    }
  }

  static final class Half extends Model {
    @Override
    public Net train() {
      super.train();
      features.eval();
      return this;
    }
  }

  private static boolean moves(Net net, BatchNorm norm, Runnable forward) {
    var before = norm.runningMean.toFloatArray();
    long seen = norm.numBatchesTracked.itemLong();
    try (var _ = Scope.open()) {
      forward.run();
    }
    boolean moved = !java.util.Arrays.equals(before, norm.runningMean.toFloatArray());
    assertThat(norm.numBatchesTracked.itemLong()).isEqualTo(seen + (moved ? 1 : 0));
    return moved;
  }

  private static BatchNorm inner(Model model) {
    return (BatchNorm) model.features.layers().get(1);
  }

  @Test
  void aFrozenPartKeepsItsStatisticsWhoeverTrainsTheNet() {
    try (var model = new Model()) {
      model.features.freeze();
      model.train();
      assertThat(moves(model, inner(model), () -> model.forward(Tensor.randn(8, 2)))).isFalse();
      assertThat(moves(model, model.norm, () -> model.forward(Tensor.randn(8, 2)))).isTrue();
      model.features.unfreeze();
      assertThat(moves(model, inner(model), () -> model.forward(Tensor.randn(8, 2)))).isTrue();
    }
  }

  @Test
  void aNetsOwnTrainIsCalledWhereverItStands() {
    try (var outer = new Sequential(new Half(), new Linear(2, 2))) {
      var half = (Half) outer.layers().getFirst();
      outer.eval();
      assertThat(half.norm.training()).isFalse();
      outer.train();
      assertThat(half.training()).isTrue();
      assertThat(half.norm.training()).isTrue();
      assertThat(inner(half).training()).isFalse();
    }
  }

  @Test
  void partsInEvaluationStaySoThroughATraining() {
    try (var model = new Model()) {
      model.features.eval();
      for (int fit = 0; fit < 2; fit++) {
        var modes = TrainingModes.of(model);
        for (int epoch = 0; epoch < 2; epoch++) {
          modes.train();
          assertThat(model.norm.training()).isTrue();
          assertThat(inner(model).training()).isFalse();
          model.eval();
          assertThat(model.norm.training()).isFalse();
        }
      }
      model.train();
      assertThat(inner(model).training()).isTrue();
      model.eval();
      TrainingModes.of(model).train();
      assertThat(inner(model).training()).isTrue();
    }
  }

  /// torch.nn.functional.batch_norm: "Expected more than 1 value per channel when training".
  @Test
  void oneValueOfAChannelIsRefusedBeforeTheStatisticsMove() {
    try (var flat = new BatchNorm1d(3);
        var picture = new BatchNorm2d(3);
        var _ = Scope.open()) {
      for (var x : List.of(Tensor.ones(1, 3), Tensor.ones(1, 3, 1), Tensor.ones(0, 3))) {
        assertThatThrownBy(() -> flat.forward(x))
            .isInstanceOf(ShapeException.class)
            .hasMessageContaining("two values of each channel or more")
            .hasMessageContaining("x is " + x.shape());
      }
      assertThatThrownBy(() -> picture.forward(Tensor.ones(1, 3, 1, 1)))
          .hasMessageContaining("call eval()");
      assertThat(flat.runningVar.toDoubleArray()).containsExactly(1, 1, 1);
      assertThat(flat.numBatchesTracked.itemLong()).isZero();
      assertThat(flat.forward(Tensor.ones(1, 3, 2)).isFinite().all().itemLong()).isEqualTo(1);
      flat.eval();
      assertThat(flat.forward(Tensor.ones(1, 3)).shape()).hasToString("[1, 3]");
    }
  }
}
