package profundo.bench;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/// [profundo.models.LeNet5Modern] with the binding alone.
final class BareLeNet extends BareNet {
  private final Affine conv1 = new Affine(weight(25, 6, 1, 5, 5), weight(25, 6));
  private final Affine conv2 = new Affine(weight(150, 16, 6, 5, 5), weight(150, 16));
  private final Affine fc1 = linear(400, 120);
  private final Affine fc2 = linear(120, 84);
  private final Affine fc3 = linear(84, 10);

  @Override
  Tensor forward(Tensor x) {
    var s2 = pool(torch.relu(convolved(x, conv1.weight(), new TensorOptional(conv1.bias()), 1, 2)));
    var c3 = convolved(s2, conv2.weight(), new TensorOptional(conv2.bias()), 1, 0);
    var s4 = pool(torch.relu(c3));
    var h = torch.relu(fc1.linear(torch.flatten(s4, 1, -1)));
    return fc3.linear(torch.relu(fc2.linear(h)));
  }

  private static Tensor pool(Tensor x) {
    return torch.max_pool2d(
        x, new long[] {2, 2}, new long[] {2, 2}, new long[] {0, 0}, new long[] {1, 1}, false);
  }
}
