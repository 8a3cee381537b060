package profundo.data.shared;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.LongToIntFunction;

/// The order of an epoch's samples: a pure function of seed and epoch.
///
/// @param permutation which sample stands at each place; empty for the data's own order
public record Order(int[] permutation) {
  /// The order of this epoch; that of the data where there is no seed.
  public static Order of(long size, OptionalLong seed, int epoch) {
    if (seed.isEmpty()) {
      return new Order(new int[0]);
    }
    var random = new SplittableRandom(mix(seed.getAsLong() ^ mix(epoch)));
    var permutation = new int[Math.toIntExact(size)];
    for (int i = 0; i < permutation.length; i++) {
      int j = random.nextInt(i + 1);
      permutation[i] = permutation[j];
      permutation[j] = i;
    }
    return new Order(permutation);
  }

  /// The same samples with those of like length in one batch: within each pool of so many batches
  /// they are sorted, and the batches then come in an order that the seed draws. A batch that is
  /// not full stays the last.
  public Order byLength(
      LongToIntFunction length, long size, int batch, int pool, OptionalLong seed, int epoch) {
    var sorted = new int[Math.toIntExact(size)];
    int full = sorted.length / batch;
    var batches = of(full, OptionalLong.of(seed.orElse(0) + 1), epoch);
    var lengths = new int[sorted.length];
    var order = new Integer[sorted.length];
    for (int place = 0; place < order.length; place++) {
      order[place] = (int) at(place);
      lengths[order[place]] = length.applyAsInt(order[place]);
    }
    long together = (long) pool * batch;
    for (long from = 0; from < order.length; from += together) {
      int to = (int) Math.min(order.length, from + together);
      Arrays.sort(order, (int) from, to, Comparator.comparingInt(index -> lengths[index]));
    }
    for (int place = 0; place < sorted.length; place++) {
      int of = place / batch;
      int from = of < full ? (int) batches.at(of) : of;
      sorted[place] = order[from * batch + place % batch];
    }
    return new Order(sorted);
  }

  /// The sample at a place.
  public long at(long place) {
    return permutation.length == 0 ? place : permutation[(int) place];
  }

  /// The numbers of what is drawn anew for each place of each epoch.
  public static SplittableRandom random(long seed, int epoch, long index) {
    return new SplittableRandom(bits(OptionalLong.of(seed), epoch, index));
  }

  /// Bits for the augmentation of one sample in one epoch.
  public static long bits(OptionalLong seed, int epoch, long index) {
    return mix(mix(mix(seed.orElse(0)) + epoch) + index);
  }

  /// The finaliser of SplitMix64 (Steele et al. 2014).
  private static long mix(long z) {
    long a = (z + 0x9E3779B97F4A7C15L);
    long b = (a ^ (a >>> 30)) * 0xBF58476D1CE4E5B9L;
    long c = (b ^ (b >>> 27)) * 0x94D049BB133111EBL;
    return c ^ (c >>> 31);
  }
}
