package profundo.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import profundo.nn.Linear;
import profundo.nn.Net;
import profundo.nn.NetException;
import profundo.nn.ReLU;
import profundo.optim.Adam;
import profundo.optim.Plateau;
import profundo.optim.Schedule;
import profundo.optim.Scheduler;
import profundo.optim.Sgd;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;

class CheckpointTest {
  @TempDir Path home;

  private Path file() {
    return home.resolve("checkpoint.safetensors");
  }

  @Test
  void eachOfTwoHundredFlippedBitsIsRefused() throws IOException {
    try (var _ = Scope.open()) {
      var net = new Linear(40, 10);
      var adam = new Adam(net.parameters(), 1e-3);
      net.forward(Tensor.randn(3, 40)).sum().backward();
      adam.step();
      var checkpoint = new Checkpoint(file()).hold("net", net).hold("adam", adam);
      checkpoint.write(Map.of("epoch", "3"));
      var whole = Files.readAllBytes(file());
      var seed = new Random().nextLong();
      var random = new Random(seed);
      for (int i = 0; i < 200; i++) {
        var flipped = whole.clone();
        flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file(), flipped);
        assertThatThrownBy(checkpoint::read)
            .as("seed %d, flip %d", seed, i)
            .isInstanceOf(NetException.class)
            .hasMessageContaining(file().toString());
      }
      Files.write(file(), whole);
      assertThat(checkpoint.read()).contains(Map.of("epoch", "3"));
    }
  }

  private static final class Masked extends Net {
    final Linear fc = new Linear(2, 2);
    final Tensor mask = buffer(Tensor.of(new float[] {0, Float.NEGATIVE_INFINITY, 0, 0}, 2, 2));
  }

  @Test
  void aMaskOfMinusInfinityMayStayAndNothingMoreMayJoinIt() {
    try (var _ = Scope.open()) {
      var net = new Masked();
      var checkpoint = new Checkpoint(file()).hold("net", net);
      checkpoint.write(Map.of());
      var again = new Masked();
      new Checkpoint(file()).hold("net", again).read();
      assertThat(again.mask.toFloatArray()).isEqualTo(net.mask.toFloatArray());
      net.mask.fill_(Double.NEGATIVE_INFINITY);
      assertThatThrownBy(() -> checkpoint.write(Map.of()))
          .isInstanceOf(TrainException.class)
          .hasMessageContaining("net/mask");
    }
  }

  @Test
  void schedulesAreHeldUnderAnyName() {
    try (var _ = Scope.open()) {
      var net = new Linear(2, 2);
      var sgd = new Sgd(net.parameters(), 1);
      var plateau = new Plateau(sgd, 0.5, 0);
      var warmUp = new Scheduler(sgd, Schedule.linear(10, 0));
      warmUp.step();
      var checkpoint =
          new Checkpoint(file())
              .hold("net", net)
              .hold("onValidation", plateau::stateDict, plateau::load)
              .hold("warmUp", warmUp);
      checkpoint.write(Map.of());
      warmUp.step();
      checkpoint.read();
      assertThat(warmUp.stateDict().get("step").itemLong()).isOne();
      assertThat(plateau.stateDict().get("best").item()).isEqualTo(Double.POSITIVE_INFINITY);
    }
  }

  @Test
  void aNetWithoutParametersIsTakenUpAgain() {
    try (var _ = Scope.open()) {
      var checkpoint =
          new Checkpoint(file()).hold("net", new Linear(2, 2)).hold("loss", new ReLU());
      checkpoint.write(Map.of("epoch", "1"));
      assertThat(checkpoint.read()).isPresent();
    }
  }

  @Test
  void aPartThatNothingTakesUpIsNamed() {
    try (var _ = Scope.open()) {
      var net = new Linear(2, 2);
      new Checkpoint(file()).hold("net", net).hold("ema", new Linear(2, 2)).write(Map.of());
      assertThatThrownBy(new Checkpoint(file()).hold("net", net)::read)
          .isInstanceOf(TrainException.class)
          .hasMessageContaining("'ema'");
    }
  }

  @Test
  void aFolderThatCannotTakeItIsNamed() throws IOException {
    var inTheWay = Files.createFile(home.resolve("file"));
    try (var _ = Scope.open()) {
      var checkpoint =
          new Checkpoint(inTheWay.resolve("checkpoint.safetensors")).hold("net", new Linear(1, 1));
      assertThatThrownBy(() -> checkpoint.write(Map.of()))
          .hasMessageContaining(inTheWay.toString())
          .hasMessageNotContaining("null");
    }
  }
}
