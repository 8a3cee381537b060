package profundo.tensor;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Sequences of different lengths without their padding, as PyTorch's `pack_padded_sequence` lays
/// them out: the longest sequence first, and the steps one after another, each with the sequences
/// that reach it.
final class PackedSequences {
  private final Tensor data;
  private final Tensor batchSizes;
  private final Tensor rows;
  private final Tensor order;
  private final Tensor back;
  private final long[] padded;

  /// A kernel on padded sequences, or on packed ones if there are batch sizes.
  @FunctionalInterface
  interface Kernel {
    Tensor[] run(Tensor x, @Nullable Tensor batchSizes, Tensor[] states);
  }

  private PackedSequences(Tensor x, long[] lengths, boolean batchFirst) {
    var longestFirst =
        IntStream.range(0, lengths.length)
            .boxed()
            .sorted(Comparator.comparingLong(i -> -lengths[i]))
            .mapToInt(i -> i)
            .toArray();
    var sizes = new long[Math.toIntExact(lengths[longestFirst[0]])];
    var positions = new long[Math.toIntExact(Arrays.stream(lengths).sum())];
    int at = 0;
    for (int t = 0; t < sizes.length; t++) {
      for (int i = 0; i < lengths.length && lengths[longestFirst[i]] > t; i++) {
        int sample = longestFirst[i];
        positions[at] = batchFirst ? sample * x.size(1) + t : (long) t * lengths.length + sample;
        at++;
        sizes[t]++;
      }
    }
    var places = new long[lengths.length];
    for (int i = 0; i < places.length; i++) {
      places[longestFirst[i]] = i;
    }
    this.batchSizes = Tensor.of(sizes);
    this.rows = Tensor.of(positions).to(x.device());
    this.data = x.flatten(0, 1).indexSelect(0, rows);
    this.order = Tensor.of(longestFirst).to(x.device());
    this.back = Tensor.of(places).to(x.device());
    this.padded = new long[] {x.size(0), x.size(1), -1};
  }

  /// What the kernel gives for sequences of these lengths: outputs with zeros on the padding, and
  /// the states after each sequence's last step.
  static Tensor[] run(
      Tensor x, long[] lengths, boolean batchFirst, Tensor[] states, Kernel kernel) {
    try (var scope = Scope.open()) {
      var packed = new PackedSequences(x, lengths, batchFirst);
      var sorted = new Tensor[states.length];
      Arrays.setAll(sorted, i -> states[i].indexSelect(1, packed.order));
      var results = kernel.run(packed.data, packed.batchSizes, sorted);
      results[0] = scope.keep(packed.unpack(results[0]));
      for (int i = 1; i < results.length; i++) {
        results[i] = scope.keep(results[i].indexSelect(1, packed.back));
      }
      return results;
    }
  }

  private Tensor unpack(Tensor output) {
    var zeros =
        Tensors.zeros(output.dtype(), output.device(), padded[0] * padded[1], output.size(1));
    return zeros.indexAdd(0, rows, output).reshape(padded);
  }

  /// Whether one of the sequences is shorter than the batch.
  ///
  /// @throws ShapeException if there is not one length for each sequence, from 1 to its steps
  static boolean isPadded(String op, Tensor x, long[] lengths, boolean batchFirst) {
    long batch = x.size(batchFirst ? 0 : 1);
    long steps = x.size(batchFirst ? 1 : 0);
    if (lengths.length != batch) {
      throw new ShapeException(
          op,
          "one length for each sequence wanted, and there are "
              + lengths.length
              + " lengths for a batch of "
              + batch
              + ": x is "
              + x.shape()
              + ".",
          x.shape());
    }
    boolean isPadded = false;
    for (int i = 0; i < lengths.length; i++) {
      if (lengths[i] < 1 || lengths[i] > steps) {
        throw new ShapeException(
            op,
            "the length of sequence "
                + i
                + " is "
                + lengths[i]
                + ", 1 to "
                + steps
                + " wanted: x is "
                + x.shape()
                + ".",
            x.shape());
      }
      isPadded |= lengths[i] < steps;
    }
    return isPadded;
  }
}
