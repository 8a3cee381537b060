package profundo.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.assertj.core.data.Offset.offset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import profundo.nn.Linear;
import profundo.nn.Net;
import profundo.nn.Sequential;
import profundo.nn.StateDict;
import profundo.tensor.Grad;
import profundo.tensor.Reduction;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

class TrainingTest {
  private static Sequential net() {
    return new Sequential(new Linear(8, 16), Tensor::relu, new Linear(16, 1));
  }

  private static double step(Sequential net, Optimizer optimizer, Tensor x, Tensor y) {
    try (var _ = Scope.open()) {
      optimizer.zeroGrad();
      var loss = net.forward(x).mseLoss(y, Reduction.MEAN);
      loss.backward();
      optimizer.step();
      return loss.item();
    }
  }

  @Test
  void aNetLearns() {
    Rng.seed(1);
    try (var net = net();
        var optimizer = new Adam(net.parameters(), 1e-2);
        var _ = Scope.open()) {
      var x = Tensor.randn(64, 8);
      var y = x.square().sum(1).unsqueeze(1);
      double first = step(net, optimizer, x, y);
      for (int i = 0; i < 300; i++) {
        step(net, optimizer, x, y);
      }
      assertThat(step(net, optimizer, x, y)).isLessThan(0.1 * first);
    }
  }

  @Test
  void clippingReturnsTheNormAndBoundsIt() {
    try (var net = net();
        var _ = Scope.open()) {
      net.forward(Tensor.randn(4, 8)).sum().mul(100).backward();
      double norm = norm(net);
      assertThat(Clip.norm(net.parameters(), 2.5)).isCloseTo(norm, offset(1e-3 * norm));
      assertThat(norm(net)).isCloseTo(2.5, offset(1e-3));
      assertThat(Clip.norm(net.parameters(), 10)).isCloseTo(2.5, offset(1e-3));
      assertThat(norm(net)).isCloseTo(2.5, offset(1e-3));
      Clip.value(net.parameters(), 0.01);
      for (var parameter : net.parameters()) {
        assertThat(parameter.tensor().grad().abs().amax().item()).isLessThanOrEqualTo(0.0100001);
      }
    }
  }

  @Test
  void rowsAreScaledDownToTheirLargestNorm() {
    try (var net = new Linear(2, 2, false);
        var _ = Scope.open()) {
      net.load(new StateDict(Map.of("weight", Tensor.of(new float[] {3, 4, 0.3f, 0.4f}, 2, 2))));
      Clip.rows(net.parameters().getFirst(), 2);
      assertThat(net.weight.toDoubleArray())
          .containsExactly(new double[] {1.2, 1.6, 0.3, 0.4}, offset(1e-6));
    }
  }

  private static double norm(Net net) {
    double sum = 0;
    for (var parameter : net.parameters()) {
      sum += parameter.tensor().grad().square().sum().item();
    }
    return Math.sqrt(sum);
  }

  @Test
  void averagesFollowTheirFormulasAndSwapInAndOut() {
    try (var net = new Linear(1, 1, false);
        var exponential = WeightAverage.exponential(net, 0.9);
        var mean = WeightAverage.mean(net)) {
      double expected = 0;
      for (int i = 1; i <= 4; i++) {
        set(net, i);
        exponential.update();
        mean.update();
        expected = i == 1 ? 1 : 0.9 * expected + 0.1 * i;
      }
      try (var swap = exponential.swapIn()) {
        assertThat(swap).isNotNull();
        assertThat(net.weight.item()).isCloseTo(expected, offset(1e-6));
      }
      assertThat(net.weight.item()).isEqualTo(4);
      var resumed = WeightAverage.mean(net);
      resumed.load(mean.stateDict());
      set(net, 10);
      resumed.update();
      try (var swap = resumed.swapIn()) {
        assertThat(swap).isNotNull();
        assertThat(net.weight.item()).isCloseTo(4, offset(1e-6));
      }
      assertThat(net.weight.item()).isEqualTo(10);
    }
  }

  private static void set(Linear net, double value) {
    try (var _ = Grad.noGrad()) {
      net.weight.fill_(value);
    }
  }

  /// A megabyte that stayed at each step would show at once.
  @Test
  void noWeightOrGradientStaysBehind() throws IOException {
    assertThat(growth(512, 30, 50)).isLessThan(25);
  }

  @Test
  @Tag("slow")
  void memoryStaysFlatOverAHundredThousandSteps() throws IOException {
    assertThat(growth(16, 40_000, 15_000)).isLessThan(2);
  }

  /// How many MiB of resident memory one of four equal stretches of training adds, after some steps
  /// to warm up: the least of them, since a leak is in each, and a growing Java heap in few.
  private static double growth(long width, int warmUp, int stretch) throws IOException {
    try (var net = new Sequential(new Linear(width, width), Tensor::relu, new Linear(width, 1));
        var adam = new Adam(net.parameters(), 1e-3);
        var rms = new RmsProp(net.parameters(), 1e-3, o -> o.momentum(0.9).centered());
        var average = WeightAverage.exponential(net, 0.99);
        var _ = Scope.open()) {
      var x = Tensor.randn(16, width);
      var y = Tensor.randn(16, 1);
      double least = Double.POSITIVE_INFINITY;
      for (int part = 0; part <= 4; part++) {
        double before = resident();
        for (int i = 0; i < (part == 0 ? warmUp : stretch); i++) {
          step(net, i % 2 == 0 ? adam : rms, x, y);
          Clip.norm(net.parameters(), 1);
          average.update();
        }
        least = part == 0 ? least : Math.min(least, resident() - before);
      }
      return least;
    }
  }

  private static double resident() throws IOException {
    var status = Path.of("/proc/self/statm");
    assumeThat(status).as("a Linux /proc").exists();
    return Long.parseLong(Files.readString(status).split(" ")[1]) * 4096.0 / (1 << 20);
  }
}
