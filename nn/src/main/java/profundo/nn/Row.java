package profundo.nn;

import java.util.concurrent.atomic.AtomicInteger;
import profundo.tensor.Tensor;

/// One call's row of what a batch gave. The batch's memory goes with the last of its rows.
///
/// @param all `[N, …]`, outside every scope
/// @param left how many rows are not done with
record Row(Tensor all, int index, AtomicInteger left) {
  /// The row as a tensor of the calling thread's, with memory of its own.
  Tensor tensor() {
    return all.select(0, index).copy();
  }

  void done() {
    if (left.decrementAndGet() == 0) {
      all.close();
    }
  }
}
