package profundo.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import profundo.optim.Adam;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

class FlatMemoryTest {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int STEPS = 100_000;
  private static final long SLACK = 24L << 20;

  @Test
  void aHundredThousandTrainingStepsKeepTheResidentMemoryFlat() throws IOException {
    assumeThat(STATUS).exists();
    Rng.seed(1);
    try (var net = new Sequential(new Linear(16, 32), (Layer) Tensor::relu, new Linear(32, 4));
        var adam = new Adam(net.parameters(), 1e-3);
        var _ = Scope.open()) {
      var x = Tensors.randn(8, 16);
      var y = Tensors.randint(0, 4, 8);
      long settled = 0;
      for (int step = 0; step < STEPS; step++) {
        try (var _ = Scope.open()) {
          adam.zeroGrad();
          net.forward(x).crossEntropy(y).backward();
          adam.step();
        }
        if (step == STEPS / 4) {
          settled = resident();
        }
      }
      assertThat(resident() - settled).isLessThan(SLACK);
    }
  }

  private static long resident() throws IOException {
    try (var lines = Files.lines(STATUS)) {
      var line = lines.filter(l -> l.startsWith("VmRSS:")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
    }
  }
}
