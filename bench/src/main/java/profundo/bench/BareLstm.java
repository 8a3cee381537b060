package profundo.bench;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// [profundo.models.SequenceLstm] with the binding alone: `[L, N, 256]` to scores `[L·N, 65]`.
final class BareLstm extends BareNet {
  private static final long UNITS = 256;
  private static final int LAYERS = 2;

  private final TensorVector weights = new TensorVector();
  private final Affine linear;

  BareLstm() {
    for (int layer = 0; layer < LAYERS; layer++) {
      weights.push_back(weight(UNITS, 4 * UNITS, UNITS));
      weights.push_back(weight(UNITS, 4 * UNITS, UNITS));
      weights.push_back(weight(UNITS, 4 * UNITS));
      weights.push_back(weight(UNITS, 4 * UNITS));
    }
    linear = linear(UNITS, 65);
  }

  @Override
  Tensor forward(Tensor x) {
    var zeros = torch.zeros(LAYERS, x.size(1), UNITS);
    var state = new TensorVector(zeros, zeros);
    var output = torch.lstm(x, state, weights, true, LAYERS, 0, true, false, false).get0();
    return torch.flatten(linear.linear(output), 0, 1);
  }
}
