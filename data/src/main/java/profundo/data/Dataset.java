package profundo.data;

import java.lang.foreign.MemorySegment;
import profundo.data.shared.Refusal;

/// Samples that can be written into native memory, one by one and from several threads at once.
public interface Dataset extends Samples {
  /// Writes sample `index` into row `row` of each field's memory.
  ///
  /// @param into for each field, memory of many samples; row r begins at r · [Field#bytes()]
  /// @param random bits for augmentation that depend on the loader's seed, the epoch and the index
  ///   only: what is drawn from them is the same whatever the number of workers
  void read(long index, MemorySegment[] into, int row, long random);

  /// The first samples of this dataset.
  ///
  /// @throws DataException if it has fewer
  default Dataset limit(long samples) {
    if (samples > size()) {
      throw Refusal.of("tooSmall", this, size(), samples);
    }
    return new Subset(this, 0, samples);
  }

  /// The samples from `from` to below `to`.
  ///
  /// @throws DataException if there are fewer
  default Dataset range(long from, long to) {
    if (from < 0 || to < from || to > size()) {
      throw Refusal.of("tooSmall", this, size(), to);
    }
    return new Subset(this, from, to - from);
  }
}
