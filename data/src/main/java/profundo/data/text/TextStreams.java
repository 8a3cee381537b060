package profundo.data.text;

import java.util.Iterator;
import java.util.stream.IntStream;
import profundo.base.Given;
import profundo.base.ProfundoException;
import profundo.data.Batches;
import profundo.data.DataException;
import profundo.data.shared.Refusal;
import profundo.tensor.Tensor;

/// A row of symbols cut into streams of equal length that are read side by side, a chunk at a time:
/// each row of a batch goes on where it ended in the batch before, so that a recurrent net's state
/// can be handed on (truncated back-propagation through time; Zaremba et al. 2014, section 4.1).
public final class TextStreams implements Batches<TextStreams.Chunk> {
  private final int[] symbols;
  private final int streams;
  private final int chunk;
  private final int length;

  /// A batch.
  ///
  /// @param x symbols, `[streams, L]`; L is the chunk's length, or less in an epoch's last batch
  /// @param y the same moved on by one
  /// @param first whether an epoch begins here, and with it a new state
  public record Chunk(Tensor x, Tensor y, boolean first) {}

  /// Symbols that do not fill the last places of all streams are left out.
  ///
  /// @param streams how many streams, 1 or more
  /// @param chunk how many symbols of each are read at a time, 1 or more
  /// @throws DataException if there is not one symbol for each stream and its next
  public TextStreams(int[] symbols, int streams, int chunk) {
    Given.require("symbols", symbols);
    if (streams < 1 || chunk < 1) {
      throw new ProfundoException(
          "Text streams: 1 stream and 1 symbol or more, not " + streams + " and " + chunk + ".");
    }
    if (symbols.length <= streams) {
      throw Refusal.of("tooSmall", "text", symbols.length, streams + 1);
    }
    this.symbols = symbols.clone();
    this.streams = streams;
    this.chunk = chunk;
    this.length = (symbols.length - 1) / streams;
  }

  @Override
  public int size() {
    return Math.ceilDiv(length, chunk);
  }

  /// The number of symbols that are predicted.
  @Override
  public int samples(Chunk batch) {
    Given.require("batch", batch);
    return Math.toIntExact(batch.y().numel());
  }

  @Override
  public Iterable<Chunk> epoch(int epoch, int first) {
    return () -> iterator(first);
  }

  private Iterator<Chunk> iterator(int first) {
    return IntStream.range(first, size())
        .mapToObj(index -> new Chunk(rows(index, 0), rows(index, 1), index == 0))
        .iterator();
  }

  private Tensor rows(int index, int shift) {
    int from = index * chunk;
    int count = Math.min(chunk, length - from);
    var rows = new long[streams * count];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = symbols[i / count * length + from + i % count + shift];
    }
    return Tensor.of(rows, streams, count);
  }
}
