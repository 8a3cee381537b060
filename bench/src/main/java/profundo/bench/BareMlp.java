package profundo.bench;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// [profundo.models.Mlp] with the binding alone.
final class BareMlp extends BareNet {
  private final Affine fc1 = linear(784, 512);
  private final Affine fc2 = linear(512, 512);
  private final Affine fc3 = linear(512, 10);

  @Override
  Tensor forward(Tensor x) {
    return fc3.linear(torch.relu(fc2.linear(torch.relu(fc1.linear(x)))));
  }
}
