package profundo.nn;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import profundo.optim.Adam;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// A process that trains a small network and prints by how many bytes its resident memory grew
/// between the first quarter of its steps and the last step. With `keep`, it keeps each loss.
final class SteadyTraining {
  static final Path STATUS = Path.of("/proc/self/status");

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
      long settled = 0;
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
        if (step == steps / 4) {
          settled = resident();
        }
      }
      System.out.println(resident() - settled);
    }
  }

  static long resident() throws IOException {
    try (var lines = Files.lines(STATUS)) {
      var line = lines.filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
    }
  }
}
