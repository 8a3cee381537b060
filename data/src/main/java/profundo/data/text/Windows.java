package profundo.data.text;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import profundo.base.Given;
import profundo.base.ProfundoException;
import profundo.data.DataException;
import profundo.data.Dataset;
import profundo.data.Field;
import profundo.data.shared.Refusal;
import profundo.tensor.DType;
import profundo.tensor.Shape;

/// Windows of a row of symbols for a model that predicts the next: `x` is `[length]` symbols, `y`
/// the same moved on by one. Each begins at a random place; an epoch has as many as fill the row.
public final class Windows implements Dataset {
  private final int[] symbols;
  private final int length;

  /// @throws DataException if the row is not longer than a window
  public Windows(int[] symbols, int length) {
    Given.require("symbols", symbols);
    if (length < 1) {
      throw new ProfundoException("Windows have 1 symbol or more, not " + length + ".");
    }
    if (symbols.length <= length) {
      throw Refusal.of("tooSmall", "text", symbols.length, length + 1);
    }
    this.symbols = symbols.clone();
    this.length = length;
  }

  @Override
  public long size() {
    return symbols.length / length;
  }

  @Override
  public List<Field> fields() {
    return List.of(
        new Field("x", DType.INT64, Shape.of(length)),
        new Field("y", DType.INT64, Shape.of(length)));
  }

  @Override
  public void read(long index, MemorySegment[] into, int row, long random) {
    Given.require("into", into);
    int start = (int) Long.remainderUnsigned(random, symbols.length - length);
    long out = (long) row * length;
    for (int i = 0; i < length; i++) {
      into[0].setAtIndex(ValueLayout.JAVA_LONG, out + i, symbols[start + i]);
      into[1].setAtIndex(ValueLayout.JAVA_LONG, out + i, symbols[start + i + 1]);
    }
  }
}
