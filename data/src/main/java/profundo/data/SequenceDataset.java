package profundo.data;

import java.lang.foreign.MemorySegment;

/// Samples of unequal lengths: sounds, sentences, anything that has steps. A [Loader] makes batches
/// `[N, longest, …]` of them, with zeros behind what is shorter; the lengths and a mask are the
/// [Batch]'s.
///
/// Fields that are sequences ([Field#sequence]) have a length for each sample, each field its own;
/// fields of one shape may stand beside them, but not as the first. Samples are read from several
/// threads at once.
public interface SequenceDataset extends Samples {
  /// How many steps a field of sample `index` has, 0 or more.
  ///
  /// @param field the place of a sequence among the fields
  /// @param random the bits that [#read] is given too: the length may depend on them
  int length(long index, int field, long random);

  /// Writes sample `index`.
  ///
  /// @param into for each field, the memory of this sample alone: as many steps as its length
  /// @param random bits for what is drawn: they depend on the loader's seed, the epoch and the
  ///   index only
  void read(long index, MemorySegment[] into, long random);
}
