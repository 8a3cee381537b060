package profundo.nn;

import java.lang.foreign.ValueLayout;
import profundo.tensor.DType;
import profundo.tensor.Device;
import profundo.tensor.Tensor;
import profundo.tensor.Tensors;

/// Adds sinusoids that tell positions apart (Vaswani et al. 2017, section 3.5): PE(pos, 2i) =
/// sin(pos / 10000^(2i/d)), PE(pos, 2i + 1) the cosine. `[N, L, d]` to the same shape.
public final class PositionalEncoding extends Net implements Layer {
  private static final int LARGEST = 1 << 28;

  private final long dimension;
  private final int longest;
  private final Tensor table;

  /// Encodings of even dimension for sequences of up to `longest` positions.
  public PositionalEncoding(int dimension, int longest) {
    if (dimension < 2 || longest < 1 || (long) dimension * longest > LARGEST) {
      throw new NetException(
          "There is no table of positional encodings of " + longest + " × " + dimension + ".");
    }
    if (dimension % 2 != 0) {
      throw new NetException(
          "Each sine has its cosine: the dimension is even, not " + dimension + ".");
    }
    this.dimension = dimension;
    this.longest = longest;
    var made = Tensors.empty(DType.FLOAT32, Device.CPU, longest, dimension);
    var values = made.segment();
    for (int position = 0; position < longest; position++) {
      for (int i = 0; i < dimension; i += 2) {
        double angle = position / Math.pow(10000, (double) i / dimension);
        long place = (long) position * dimension + i;
        values.setAtIndex(ValueLayout.JAVA_FLOAT, place, (float) Math.sin(angle));
        values.setAtIndex(ValueLayout.JAVA_FLOAT, place + 1, (float) Math.cos(angle));
      }
    }
    this.table = constant(made);
  }

  @Override
  public Tensor forward(Tensor x) {
    return forward(x, 0);
  }

  /// As [#forward(Tensor)] for a part of a sequence that starts at a position.
  public Tensor forward(Tensor x, long start) {
    long length = Inputs.positions(this, x, dimension, start, longest, "encodings");
    return output(x, () -> x.add(table.narrow(0, start, length)));
  }

  @Override
  public String toString() {
    return "PositionalEncoding " + dimension;
  }
}
