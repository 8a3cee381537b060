package profundo.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// The same steps with nothing but the binding: its tensors, its C++ Adam, its pointer scopes.
final class BareSteps {
  private BareSteps() {}

  static Map<String, Step> all() {
    Map<String, Step> steps = new LinkedHashMap<>();
    steps.put(Steps.LENET, step(new BareLeNet(), torch.randn(64, 1, 28, 28), 64, 10));
    steps.put(Steps.MLP, step(new BareMlp(), torch.randn(128, 784), 128, 10));
    steps.put(Steps.LSTM, step(new BareLstm(), torch.randn(64, 32, 256), 64 * 32, 65));
    steps.put(Steps.RESNET, step(new BareResNet18(), torch.randn(64, 3, 32, 32), 64, 10));
    steps.put(Steps.TRANSFORMER, step(new BareEncoder(), torch.randn(16, 64, 256), 16 * 64, 256));
    return steps;
  }

  private static Step step(BareNet net, Tensor x, long rows, long classes) {
    var y = torch.randint(0, classes, new long[] {rows});
    var vector = new TensorVector(net.parameters.toArray(Tensor[]::new));
    var adam = new Adam(vector, new AdamOptions(1e-3));
    return new Step(
        net.parameters.stream().mapToLong(Tensor::numel).sum(),
        () -> {
          try (var _ = new PointerScope()) {
            adam.zero_grad();
            torch.cross_entropy_loss(net.forward(x), y).backward();
            adam.step();
          }
        });
  }
}
