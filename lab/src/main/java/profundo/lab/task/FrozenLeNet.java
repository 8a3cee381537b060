package profundo.lab.task;

import java.io.IOException;
import java.io.UncheckedIOException;
import profundo.base.Sha256;
import profundo.models.LeNet5Modern;
import profundo.nn.StateDict;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.train.Run;
import profundo.train.store.ArtefactKind;

/// The net in whose features every Fréchet distance of 28×28 pictures is measured: one for all
/// recipes, seeds and times, so that all distances stand on one ruler. Its weights ship in the jar
/// and were made once, by
///
/// ```
/// ./profundo run lenet5 --set variant=modern --set epochs=3 --seed 1 --threads 1 \
///     --save lab/src/main/resources/profundo/lab/task/frozen-lenet.safetensors
/// ```
///
/// Whoever replaces them makes a new ruler: every figure that was measured with the old one is then
/// of another kind.
public record FrozenLeNet(LeNet5Modern net) {
  private static final double MEAN = 0.1307;
  private static final double STD = 0.3081;
  private static final String FILE = "frozen-lenet.safetensors";
  private static final String SHA256 =
      "55129d6af0d13db2dd33de0b5f3ef4966defb24f2b06c417a1e77f72927d66f1";

  /// Reads the weights, and leaves them with the run as `judge.safetensors`.
  public static FrozenLeNet of(Run run) {
    var bytes = bytes();
    var judge =
        run.writer().artefact("judge", ArtefactKind.WEIGHTS, "judge.safetensors", FILE, bytes);
    var net = new LeNet5Modern();
    try (var _ = Scope.open()) {
      net.load(StateDict.read(judge.file()));
    }
    net.to(run.device()).eval();
    return new FrozenLeNet(net);
  }

  /// Pictures `[N, 1, 28, 28]`, 0 to 1, to features `[N, 84]`.
  public Tensor features(Tensor pictures) {
    return net.features(pictures.sub(MEAN).div(STD));
  }

  public static byte[] bytes() {
    try (var stream = FrozenLeNet.class.getResourceAsStream(FILE)) {
      if (stream == null) {
        throw new IllegalStateException("the jar lacks " + FILE);
      }
      var bytes = stream.readAllBytes();
      var sum = Sha256.of(bytes);
      if (!sum.equals(SHA256)) {
        throw new IllegalStateException(
            "the jar's " + FILE + " is damaged: its SHA-256 is " + sum + ", not " + SHA256);
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
