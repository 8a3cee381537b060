package profundo.nn;

import java.lang.foreign.ValueLayout;
import profundo.tensor.DType;
import profundo.tensor.Device;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// Turns queries and keys by their positions, so that their products depend on the distance alone
/// (Su et al. 2021, section 3.2): at position m, the pair of numbers 2i and 2i + 1 by the angle m ·
/// 10000^(−2i/d). `[…, L, d]` to the same shape.
public final class RotaryPositions extends Net implements Layer {
  private static final int LARGEST = 1 << 28;

  private final long dimension;
  private final int longest;

  /// The cosines and the sines, `[longest, d / 2]`.
  private final Tensor cosines;

  private final Tensor sines;

  /// Rotations of an even dimension for sequences of up to `longest` positions.
  public RotaryPositions(int dimension, int longest) {
    if (dimension < 2 || longest < 1 || (long) dimension * longest > LARGEST) {
      throw new NetException(
          "There is no table of rotations of " + longest + " × " + dimension + ".");
    }
    if (dimension % 2 != 0) {
      throw new NetException(
          "Numbers turn in pairs: the dimension is even, not " + dimension + ".");
    }
    this.dimension = dimension;
    this.longest = longest;
    var cosine = Tensors.empty(DType.FLOAT32, Device.CPU, longest, dimension / 2);
    var sine = Tensors.empty(DType.FLOAT32, Device.CPU, longest, dimension / 2);
    var cosineValues = cosine.segment();
    var sineValues = sine.segment();
    for (int position = 0; position < longest; position++) {
      for (int i = 0; i < dimension / 2; i++) {
        double angle = position * Math.pow(10000, -2.0 * i / dimension);
        long place = (long) position * (dimension / 2) + i;
        cosineValues.setAtIndex(ValueLayout.JAVA_FLOAT, place, (float) Math.cos(angle));
        sineValues.setAtIndex(ValueLayout.JAVA_FLOAT, place, (float) Math.sin(angle));
      }
    }
    this.cosines = constant(cosine);
    this.sines = constant(sine);
  }

  @Override
  public Tensor forward(Tensor x) {
    return forward(x, 0);
  }

  /// As [#forward(Tensor)] for a part of a sequence that starts at a position.
  public Tensor forward(Tensor x, long start) {
    long length = Inputs.positions(this, x, dimension, start, longest, "rotations");
    return output(
        x, () -> turned(x, cosines.narrow(0, start, length), sines.narrow(0, start, length)));
  }

  private static Tensor turned(Tensor x, Tensor cosine, Tensor sine) {
    var pairs = x.unflatten(-1, -1, 2);
    var first = pairs.select(-1, 0);
    var second = pairs.select(-1, 1);
    return Tensor.stack(
            -1, first.mul(cosine).sub(second.mul(sine)), first.mul(sine).add(second.mul(cosine)))
        .flatten(-2);
  }

  @Override
  public String toString() {
    return "RotaryPositions " + dimension;
  }
}
