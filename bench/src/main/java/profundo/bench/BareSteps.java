package profundo.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// The same steps with nothing but the binding: its tensors, its C++ Adam, its pointer scopes.
final class BareSteps {
  private final List<Tensor> parameters = new ArrayList<>();

  private BareSteps() {}

  static Map<String, Runnable> all() {
    Map<String, Runnable> steps = new LinkedHashMap<>();
    steps.put(Steps.LENET, new BareSteps().lenet());
    steps.put(Steps.MLP, new BareSteps().mlp());
    return steps;
  }

  private Runnable lenet() {
    var c1 = weight(25, 6, 1, 5, 5);
    var b1 = weight(25, 6);
    var c2 = weight(150, 16, 6, 5, 5);
    var b2 = weight(150, 16);
    var w = new Tensor[] {weight(400, 120, 400), weight(120, 84, 120), weight(84, 10, 84)};
    var b = new Tensor[] {weight(400, 120), weight(120, 84), weight(84, 10)};
    return step(
        x -> {
          var s2 = pool(torch.relu(convolved(x, c1, b1, 2)));
          var s4 = pool(torch.relu(convolved(s2, c2, b2, 0)));
          var h = torch.flatten(s4, 1, -1);
          for (int i = 0; i < w.length; i++) {
            h = linear(h, w[i], b[i]);
            h = i + 1 < w.length ? torch.relu(h) : h;
          }
          return h;
        },
        torch.randn(64, 1, 28, 28),
        64);
  }

  private Runnable mlp() {
    var w = new Tensor[] {weight(784, 512, 784), weight(512, 512, 512), weight(512, 10, 512)};
    var b = new Tensor[] {weight(784, 512), weight(512, 512), weight(512, 10)};
    return step(
        x -> {
          var h = x;
          for (int i = 0; i < w.length; i++) {
            h = linear(h, w[i], b[i]);
            h = i + 1 < w.length ? torch.relu(h) : h;
          }
          return h;
        },
        torch.randn(128, 784),
        128);
  }

  private Runnable step(UnaryOperator<Tensor> forward, Tensor x, long rows) {
    var y = torch.randint(0, 10, new long[] {rows});
    var vector = new TensorVector(parameters.toArray(Tensor[]::new));
    var adam = new Adam(vector, new AdamOptions(1e-3));
    return () -> {
      try (var _ = new PointerScope()) {
        adam.zero_grad();
        torch.cross_entropy_loss(forward.apply(x), y).backward();
        adam.step();
      }
    };
  }

  private Tensor weight(double fanIn, long... shape) {
    var weight = torch.empty(shape);
    weight.uniform_(-1 / Math.sqrt(fanIn), 1 / Math.sqrt(fanIn), null);
    weight.requires_grad_(true);
    parameters.add(weight);
    return weight;
  }

  private static Tensor linear(Tensor x, Tensor weight, Tensor bias) {
    return torch.linear(x, weight, new org.bytedeco.pytorch.TensorOptional(bias));
  }

  private static Tensor convolved(Tensor x, Tensor weight, Tensor bias, long padding) {
    return torch.conv2d(
        x,
        weight,
        new org.bytedeco.pytorch.TensorOptional(bias),
        new long[] {1, 1},
        new long[] {padding, padding},
        new long[] {1, 1},
        1);
  }

  private static Tensor pool(Tensor x) {
    return torch.max_pool2d(
        x, new long[] {2, 2}, new long[] {2, 2}, new long[] {0, 0}, new long[] {1, 1}, false);
  }
}
