package profundo.data;

import java.util.Iterator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import profundo.base.Given;
import profundo.data.shared.Order;
import profundo.data.shared.Ranges;
import profundo.data.shared.Refusal;
import profundo.tensor.Device;
import profundo.tensor.Tensor;

/// The copy task (Graves, Wayne & Danihelka 2014, section 4.1): random bits are shown, one row of
/// them at each time, then a mark; then they have to be said again while nothing is shown.
public final class CopyTask implements Batches<CopyTask.Sequences> {
  /// A row of bits.
  public static final int BITS = 8;

  private final int count;
  private final int batch;
  private final int shortest;
  private final int longest;
  private final long seed;

  /// Sequences of one length.
  ///
  /// @param input `[2L + 1, N, 9]`: bits and the mark, zeros while the copy is wanted
  /// @param target `[L, N, 8]`
  public record Sequences(Tensor input, Tensor target) {
    /// The sequences' length L.
    public long length() {
      return target.size(0);
    }
  }

  /// So many batches an epoch, each of one length between `shortest` and `longest`.
  ///
  /// @throws DataException if a batch is too large for the memory
  public CopyTask(int count, int batch, int shortest, int longest, long seed) {
    Ranges.require("count", count, 0, Integer.MAX_VALUE);
    Ranges.positive("batch", batch);
    Ranges.positive("shortest", shortest);
    Ranges.require("longest", longest, shortest, Integer.MAX_VALUE);
    if (2L * longest + 1 > Integer.MAX_VALUE / (BITS + 1) / batch) {
      throw Refusal.of("memory", Integer.toString(batch));
    }
    this.count = count;
    this.batch = batch;
    this.shortest = shortest;
    this.longest = longest;
    this.seed = seed;
  }

  @Override
  public int size() {
    return count;
  }

  @Override
  public int samples(Sequences sequences) {
    Given.require("sequences", sequences);
    return (int) sequences.target().size(1);
  }

  @Override
  public Sequences to(Sequences sequences, Device device) {
    Given.require("sequences", sequences);
    Given.require("device", device);
    return new Sequences(sequences.input().to(device), sequences.target().to(device));
  }

  @Override
  public Iterable<Sequences> epoch(int epoch, int first) {
    return () -> iterator(epoch, first);
  }

  private Iterator<Sequences> iterator(int epoch, int first) {
    return IntStream.range(first, count)
        .mapToObj(index -> make(Order.random(seed, epoch, index)))
        .iterator();
  }

  private Sequences make(SplittableRandom random) {
    int length = random.nextInt(shortest, longest + 1);
    int row = batch * (BITS + 1);
    var input = new float[(2 * length + 1) * row];
    var target = new float[length * batch * BITS];
    for (int i = 0; i < target.length; i++) {
      float bit = random.nextInt(2);
      target[i] = bit;
      input[i / BITS * (BITS + 1) + i % BITS] = bit;
    }
    for (int n = 0; n < batch; n++) {
      input[length * row + n * (BITS + 1) + BITS] = 1;
    }
    return new Sequences(
        Tensor.of(input, 2L * length + 1, batch, BITS + 1), Tensor.of(target, length, batch, BITS));
  }
}
