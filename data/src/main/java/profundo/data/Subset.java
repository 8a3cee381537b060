package profundo.data;

import java.lang.foreign.MemorySegment;
import java.util.List;

/// Samples of another dataset that lie side by side in it.
record Subset(Dataset whole, long from, long size) implements Dataset {
  @Override
  public List<Field> fields() {
    return whole.fields();
  }

  @Override
  public void read(long index, MemorySegment[] into, int row, long random) {
    whole.read(from + index, into, row, random);
  }

  @Override
  public int workers() {
    return whole.workers();
  }

  @Override
  public String toString() {
    return whole.toString();
  }
}
