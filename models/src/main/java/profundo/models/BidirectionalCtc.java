package profundo.models;

import profundo.nn.Dropout;
import profundo.nn.LSTM;
import profundo.nn.Linear;
import profundo.nn.Net;
import profundo.tensor.Tensor;

/// Long short-term memories that read a sequence forwards and backwards, so that each frame's
/// labels are told from all that comes before and after it (Graves et al. 2006, section 5.2: one
/// layer of 100; Graves, Mohamed & Hinton 2013, section 4: three layers of 250).
///
/// The paper's memories have peepholes and one bias for each gate, these have PyTorch's two biases.
public final class BidirectionalCtc extends Net implements CtcNet {
  private final LSTM lstm;
  private final Dropout dropout;
  private final Linear output;

  /// A net with its first weights.
  ///
  /// @param in numbers in a frame
  /// @param labels without the blank
  /// @param units of each layer and direction
  /// @param dropout the probability that a unit is dropped above each layer
  public BidirectionalCtc(long in, long labels, long units, int layers, double dropout) {
    this.lstm =
        new LSTM(
            in,
            units,
            o -> o.layers(layers).bidirectional().batchFirst().dropout(layers > 1 ? dropout : 0));
    this.dropout = new Dropout(dropout);
    this.output = new Linear(2 * units, labels + 1);
  }

  @Override
  public Tensor forward(Tensor frames, long[] lengths) {
    var states = lstm.forward(frames, lengths).output();
    return output.forward(dropout.forward(states)).logSoftmax(2);
  }
}
