package profundo.data;

import org.jspecify.annotations.Nullable;
import profundo.data.shared.Order;

/// What a loader reads: samples of one shape, or sequences.
interface Source {
  /// A batch's memory, filled.
  ///
  /// @param lengths of the samples, for each field that is a sequence; null for the others
  record Filled(Buffers buffers, int samples, int[] @Nullable [] lengths) {}

  /// The samples.
  Samples dataset();

  /// An order with samples of like length in one batch; the same where they have no lengths.
  Order byLength(Order order, LoaderOptions options, int epoch);

  /// Reads samples, each with its random bits.
  Filled fill(long[] indices, long[] random, BufferPool pool);
}
