package profundo.models;

import profundo.nn.LSTM;
import profundo.nn.Layer;
import profundo.nn.Linear;
import profundo.nn.Net;
import profundo.tensor.Tensor;

/// Long short-term memories with an answer at each time (Hochreiter & Schmidhuber 1997).
public final class SequenceLstm extends Net implements Layer {
  private final LSTM lstm;
  private final Linear linear;

  /// A net of so many layers.
  public SequenceLstm(long in, long out, long units, int layers) {
    lstm = new LSTM(in, units, o -> o.layers(layers));
    linear = new Linear(units, out);
  }

  /// `[L, N, in]` to `[L, N, out]`.
  @Override
  public Tensor forward(Tensor x) {
    return linear.forward(lstm.forward(x).output());
  }
}
