package profundo.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/// Closed tensors whose memory another thread may still be reading: it is given back when the calls
/// into native code that were under way at the closing have returned (epoch-based reclamation,
/// Fraser 2004). A thread that enters native code later finds the tensors closed.
record Retired(List<Tensor> tensors, List<Call> calls) {
  private static final Queue<Retired> WAITING = new ConcurrentLinkedQueue<>();
  private static final ReentrantLock GIVING_BACK = new ReentrantLock();

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

  static void giveBackWaiting() {
    if (WAITING.isEmpty() || !GIVING_BACK.tryLock()) {
      return;
    }
    try {
      for (var waiting = WAITING.iterator(); waiting.hasNext(); ) {
        var retired = waiting.next();
        if (retired.calls.stream().allMatch(Call::hasReturned)) {
          waiting.remove();
          free(retired.tensors);
        }
      }
    } finally {
      GIVING_BACK.unlock();
    }
  }

  private static void free(List<Tensor> closed) {
    for (int i = closed.size() - 1; i >= 0; i--) {
      closed.get(i).free();
    }
  }
}
