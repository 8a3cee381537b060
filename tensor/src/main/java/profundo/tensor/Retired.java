package profundo.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Closed tensors whose memory another thread may still be reading: it is given back when the calls
/// into native code that were under way at the closing have returned (epoch-based reclamation,
/// Fraser 2004). A thread that enters native code later finds the tensors closed.
final class Retired {
  private static final Queue<Retired> WAITING = new ConcurrentLinkedQueue<>();

  private final List<Tensor> tensors;
  private final List<Call> calls;

  private Retired(List<Tensor> tensors, List<Call> calls) {
    this.tensors = tensors;
    this.calls = calls;
  }

  /// A thread's stay in native code.
  record Call(Local thread, long number) {
    private boolean hasReturned() {
      return thread.calls() != number;
    }
  }

  /// Gives the memory of closed tensors back, now if no other thread is in native code.
  static void giveBack(List<Tensor> closed) {
    var calls = Local.callsOfOthers();
    if (calls.isEmpty()) {
      free(closed);
    } else {
      WAITING.add(new Retired(new ArrayList<>(closed), calls));
    }
    giveBackWaiting();
  }

  /// Only the oldest are asked: while a long call lasts, the younger mostly wait for it too.
  static void giveBackWaiting() {
    var oldest = WAITING.peek();
    while (oldest != null && oldest.calls.stream().allMatch(Call::hasReturned)) {
      if (WAITING.remove(oldest)) {
        free(oldest.tensors);
      }
      oldest = WAITING.peek();
    }
  }

  private static void free(List<Tensor> closed) {
    for (int i = closed.size() - 1; i >= 0; i--) {
      closed.get(i).free();
    }
  }
}
