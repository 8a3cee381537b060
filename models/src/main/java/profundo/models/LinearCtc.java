package profundo.models;

import profundo.nn.Linear;
import profundo.nn.Net;
import profundo.tensor.Tensor;

/// One linear layer that says of each frame alone what is heard there: what a net gains by memory
/// is measured from it.
public final class LinearCtc extends Net implements CtcNet {
  private final Linear output;

  /// A layer with its first weights.
  ///
  /// @param in numbers in a frame
  /// @param labels without the blank
  public LinearCtc(long in, long labels) {
    output = new Linear(in, labels + 1);
  }

  @Override
  public Tensor forward(Tensor frames, long[] lengths) {
    return output.forward(frames).logSoftmax(2);
  }
}
