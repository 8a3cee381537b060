package profundo.bench;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import profundo.base.Text;
import profundo.models.LeNet5Modern;
import profundo.models.Mlp;
import profundo.models.SequenceLstm;
import profundo.nn.Net;
import profundo.nn.TransformerEncoder;
import profundo.nn.TransformerEncoderLayer;
import profundo.optim.Adam;
import profundo.tensor.Rng;
import profundo.tensor.Scope;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// Whole training steps (forward, loss, backward, Adam) on numbers made up once.
final class Steps {
  private static final Text TEXT = Text.of(Steps.class);

  static final String LENET = "LeNet-5, batch 64";
  static final String MLP = "MLP 784-512-512-10, batch 128";
  static final String LSTM = "LSTM 2x256, length 64, batch 32";
  static final String RESNET = "ResNet-18 on 32x32, batch 64";
  static final String TRANSFORMER = "Transformer encoder d 256 x 4, batch 16";

  private Steps() {}

  /// Ours beside the bare binding, in turns.
  static void besideBinding(PrintStream out, String part) {
    var bare = BareSteps.all();
    out.println(TEXT.get("steps.head"));
    all()
        .forEach((name, ours) -> {
          var theirs = bare.get(name);
          if (theirs != null && name.contains(part)) {
            SideBySide.requireEqual(name, ours.parameters(), "binding", theirs.parameters());
            Map<String, Runnable> ways = new LinkedHashMap<>();
            ways.put("binding", theirs.once());
            ways.put("ours", ours.once());
            var rates = new Timing(5, 2).rates(ways);
            double ratio = Timing.rate(rates, "ours") / Timing.rate(rates, "binding");
            out.printf("%-40s %.2f%n", name, ratio);
          }
        });
  }

  static Map<String, Step> all() {
    Rng.seed(1);
    Map<String, Step> steps = new LinkedHashMap<>();
    steps.put(LENET, lenet());
    var mlp = new Mlp(Tensor::relu, 784, 512, 512, 10);
    steps.put(MLP, step(mlp, mlp::forward, Tensors.randn(128, 784), 10));
    var lstm = new SequenceLstm(256, 65, 256, 2);
    steps.put(LSTM, step(lstm, x -> lstm.forward(x).flatten(0, 1), Tensors.randn(64, 32, 256), 65));
    var resnet = new ResNet18();
    steps.put(RESNET, step(resnet, resnet::forward, Tensors.randn(64, 3, 32, 32), 10));
    var encoder =
        new TransformerEncoder(
            4, () -> new TransformerEncoderLayer(256, 4, o -> o.feedForward(1024).dropout(0.1)));
    steps.put(
        TRANSFORMER,
        step(encoder, x -> encoder.forward(x).flatten(0, 1), Tensors.randn(16, 64, 256), 256));
    return steps;
  }

  static Step lenet() {
    var lenet = new LeNet5Modern();
    return step(lenet, lenet::forward, Tensors.randn(64, 1, 28, 28), 10);
  }

  private static Step step(Net net, UnaryOperator<Tensor> forward, Tensor x, int classes) {
    long rows;
    try (var _ = Scope.open()) {
      rows = forward.apply(x).size(0);
    }
    var y = Tensors.randint(0, classes, rows);
    var adam = new Adam(net.parameters(), 1e-3);
    return new Step(
        net.parameterCount(),
        () -> {
          try (var _ = Scope.open()) {
            adam.zeroGrad();
            forward.apply(x).crossEntropy(y).backward();
            adam.step();
          }
        });
  }
}
