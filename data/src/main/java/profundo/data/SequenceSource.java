package profundo.data;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import profundo.data.shared.Order;

/// Samples of unequal lengths, each row as long as the longest of its batch and zeros behind what
/// is shorter.
record SequenceSource(SequenceDataset dataset) implements Source {
  @Override
  public Order byLength(Order order, LoaderOptions options, int epoch) {
    return options.pool == 0
        ? order
        : order.byLength(
            index -> dataset.length(index, 0, Order.bits(options.seed, epoch, index)),
            dataset.size(),
            options.batch,
            options.pool,
            options.seed,
            epoch);
  }

  @Override
  public Filled fill(long[] indices, long[] random, BufferPool pool) {
    var fields = dataset.fields();
    var lengths = new int[fields.size()] @Nullable [];
    var rows = new long[fields.size()];
    for (int f = 0; f < rows.length; f++) {
      rows[f] = fields.get(f).bytes();
      if (fields.get(f).isSequence()) {
        var each = lengths(f, indices, random);
        lengths[f] = each;
        rows[f] *= Arrays.stream(each).max().orElse(0);
      }
    }
    var buffers = pool.take(Arrays.stream(rows).map(row -> row * indices.length).toArray());
    for (int i = 0; i < indices.length; i++) {
      dataset.read(indices[i], sample(buffers, fields, lengths, rows, i), random[i]);
    }
    return new Filled(buffers, indices.length, lengths);
  }

  private int[] lengths(int field, long[] indices, long[] random) {
    var lengths = new int[indices.length];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = dataset.length(indices[i], field, random[i]);
    }
    return lengths;
  }

  /// The part of the memory that one sample fills; what is behind it in its row becomes zeros.
  private static MemorySegment[] sample(
      Buffers buffers, List<Field> fields, int[] @Nullable [] lengths, long[] rows, int i) {
    var sample = new MemorySegment[rows.length];
    for (int f = 0; f < rows.length; f++) {
      var steps = lengths[f];
      long filled = steps == null ? rows[f] : steps[i] * fields.get(f).bytes();
      long from = i * rows[f];
      sample[f] = buffers.lend(f).asSlice(from, filled);
      buffers.lend(f).asSlice(from + filled, rows[f] - filled).fill((byte) 0);
    }
    return sample;
  }
}
