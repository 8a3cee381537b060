package profundo.nn;

import java.io.IOException;
import java.util.ArrayList;
import profundo.optim.Adam;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// A process that trains a small network and prints by how many bytes its resident memory grew
/// steadily (see [Growth]). With `keep`, it keeps each loss.
final class SteadyTraining {
  private static final int ROUNDS = 20;

  private SteadyTraining() {}

  static void main(String[] words) throws IOException {
    var steps = Integer.parseInt(words[0]);
    var keep = words.length > 1;
    Rng.seed(1);
    var kept = new ArrayList<Tensor>();
    try (var net = new Sequential(new Linear(16, 32), (Layer) Tensor::relu, new Linear(32, 4));
        var adam = new Adam(net.parameters(), 1e-3);
        var _ = Scope.open()) {
      var x = Tensors.randn(8, 16);
      var y = Tensors.randint(0, 4, 8);
      var growth = new Growth();
      for (int step = 0; step < steps; step++) {
        try (var scope = Scope.open()) {
          adam.zeroGrad();
          var loss = net.forward(x).crossEntropy(y);
          loss.backward();
          adam.step();
          if (keep) {
            kept.add(scope.keep(loss));
          }
        }
        if (step % (steps / ROUNDS) == 0) {
          growth.look();
        }
      }
      System.out.println(growth.steady());
    }
  }
}
