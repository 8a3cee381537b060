package profundo.tensor;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Closed tensors whose memory other threads may still be reading: it is given back when the calls
/// into native code that those threads were in at the closing have returned (epoch-based
/// reclamation, Fraser 2004). A thread that enters native code later finds the tensors closed.
///
/// Only tensors that several threads have used wait, and only for those threads.
final class Retired {
  private final List<Tensor> tensors;
  private final List<Call> calls;
  private int returned;

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

  /// Gives the memory of closed tensors back: now, or when no thread reads it any more.
  static void giveBack(List<Tensor> closed) {
    long me = Local.bit(Thread.currentThread());
    long others = 0;
    List<Tensor> shared = List.of();
    for (int i = closed.size() - 1; i >= 0; i--) {
      var tensor = closed.get(i);
      long users = tensor.users();
      if (users == me) {
        tensor.free();
      } else {
        shared = shared.isEmpty() ? new ArrayList<>() : shared;
        shared.add(tensor);
        others |= users;
      }
    }
    if (!shared.isEmpty()) {
      new Retired(shared, Local.callsUnderWay(others)).freeOrWait();
    }
  }

  /// Frees what waited for this thread, or lets it wait for the next one.
  static void giveBackWaitingFor(Local thread) {
    for (var next = thread.waiting.poll(); next != null; next = thread.waiting.poll()) {
      next.freeOrWait();
    }
  }

  private void freeOrWait() {
    for (var call = next(); call != null; call = next()) {
      call.thread().waiting.add(this);
      if (!call.hasReturned() || !call.thread().waiting.remove(this)) {
        return;
      }
    }
    tensors.forEach(Tensor::free);
  }

  /// The first call that has not returned.
  private @Nullable Call next() {
    while (returned < calls.size() && calls.get(returned).hasReturned()) {
      returned++;
    }
    return returned < calls.size() ? calls.get(returned) : null;
  }
}
