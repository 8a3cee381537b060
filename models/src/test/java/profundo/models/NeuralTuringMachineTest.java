package profundo.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import profundo.models.NeuralTuringMachine.Addressing;
import profundo.tensor.DType;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

class NeuralTuringMachineTest {
  @Test
  void weightingsAreProbabilitiesAtEachTime() {
    Rng.seed(1);
    try (var machine = new NeuralTuringMachine(9, 8, 20, 12, 6);
        var _ = Scope.open()) {
      var result = machine.forward(Tensors.rand(7, 3, 9));
      assertThat(result.scores().shape()).hasToString("[7, 3, 8]");
      for (var weights : new Tensor[] {result.read(), result.written()}) {
        assertThat(weights.shape()).hasToString("[7, 3, 12]");
        assertThat(weights.amin().item()).isGreaterThanOrEqualTo(0);
        assertThat(weights.sum(2).sub(1).abs().amax().item()).isLessThan(1e-5);
      }
    }
  }

  @Test
  void contentIsFoundByTheAngleToTheKey() {
    try (var _ = Scope.open()) {
      // Rows (1, 0), (0, 1), (1, 1) and the key (2, 0): cosines 1, 0, 1/√2, times β = 3.
      var memory = Tensor.of(new float[] {1, 0, 0, 1, 1, 1}, 1, 3, 2);
      var weights = addressing(3, 1, 0, 1).weights(memory, oneHot(1, 3));
      double[] e = {Math.exp(3), 1, Math.exp(3 / Math.sqrt(2))};
      double sum = e[0] + e[1] + e[2];
      for (int i = 0; i < 3; i++) {
        assertThat(weights.toFloatArray()[i]).isCloseTo((float) (e[i] / sum), within(1e-4f));
      }
    }
  }

  @Test
  void aClosedGateAndAShiftMoveTheFocusByOneRowAndRoundTheEnd() {
    try (var _ = Scope.open()) {
      var memory = Tensor.ones(1, 4, 2);
      var forward = addressing(1, 0, 1, 1).weights(memory, oneHot(3, 4));
      assertThat(forward.toFloatArray()[0]).isCloseTo(1, within(1e-5f));
      var back = addressing(1, 0, -1, 1).weights(memory, oneHot(0, 4));
      assertThat(back.toFloatArray()[3]).isCloseTo(1, within(1e-5f));
    }
  }

  @Test
  void sharpeningRaisesToAPowerAndDivides() {
    try (var _ = Scope.open()) {
      var before = Tensor.of(new float[] {0.2f, 0.5f, 0.3f}, 1, 1, 3);
      var weights = addressing(1, 0, 0, 2).weights(Tensor.ones(1, 3, 2), before);
      double sum = 0.04 + 0.25 + 0.09;
      assertThat(weights.toFloatArray()[1]).isCloseTo((float) (0.25 / sum), within(1e-4f));
    }
  }

  @Test
  void itsGradientsAreTheQuotientsOfSmallDifferences() {
    Rng.seed(2);
    try (var machine = new NeuralTuringMachine(3, 2, 5, 4, 3);
        var _ = Scope.open()) {
      machine.to(DType.FLOAT64);
      var x = Tensors.rand(4, 2, 3).to(DType.FLOAT64);
      machine.forward(x).scores().square().sum().backward();
      for (var parameter : machine.parameters()) {
        var tensor = parameter.tensor();
        double gradient = tensor.grad().flatten(0).get(0).item();
        double h = 1e-6;
        assertThat((moved(machine, tensor, x, h) - moved(machine, tensor, x, -h)) / (2 * h))
            .as(parameter.name())
            .isCloseTo(gradient, within(1e-5));
      }
    }
  }

  private static double moved(NeuralTuringMachine machine, Tensor tensor, Tensor x, double by) {
    try (var _ = profundo.tensor.Grad.noGrad();
        var _ = Scope.open()) {
      tensor.flatten(0).narrow(0, 0, 1).add_(by);
      double value = machine.forward(x).scores().square().sum().item();
      tensor.flatten(0).narrow(0, 0, 1).add_(-by);
      return value;
    }
  }

  private static Addressing addressing(double strength, double gate, int shift, double sharpness) {
    var moves = new float[3];
    moves[shift + 1] = 1;
    return new Addressing(
        Tensor.of(new float[] {2, 0}, 1, 1, 2),
        Tensor.full(strength, 1, 1, 1),
        Tensor.full(gate, 1, 1, 1),
        Tensor.of(moves, 1, 1, 3),
        Tensor.full(sharpness, 1, 1, 1));
  }

  private static Tensor oneHot(int place, int rows) {
    var weights = new float[rows];
    weights[place] = 1;
    return Tensor.of(weights, 1, 1, rows);
  }
}
