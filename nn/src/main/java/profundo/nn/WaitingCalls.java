package profundo.nn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The calls of a [Predictor] that no thread has taken yet, joined into batches: those of one kind
/// go together when they fill a batch, or when the first of them has waited long enough.
final class WaitingCalls {
  private final int most;
  private final long patience;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<Call.Kind, ArrayDeque<Call>> lanes = new LinkedHashMap<>();
  private boolean closed;

  /// @param patience in nanoseconds
  WaitingCalls(int most, long patience) {
    this.most = most;
    this.patience = patience;
  }

  /// Lets a call wait; false if there is nobody to wait for any more.
  boolean add(Call call) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      var lane = lanes.computeIfAbsent(call.kind, _ -> new ArrayDeque<>());
      lane.add(call);
      // Somebody waits for the first of a lane already, or comes back to look.
      if (lane.size() == 1 || lane.size() >= most) {
        changed.signal();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for the next batch, in the calls' order; empty when this is closed.
  List<Call> next() {
    lock.lock();
    try {
      while (!closed) {
        var ready = ready();
        if (ready.isPresent()) {
          return take(ready.get());
        }
        await();
      }
      return List.of();
    } finally {
      lock.unlock();
    }
  }

  /// Wakes whoever waits for a batch, and returns the calls that will be in none.
  List<Call> close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
      var left = lanes.values().stream().flatMap(ArrayDeque::stream).toList();
      lanes.clear();
      return left;
    } finally {
      lock.unlock();
    }
  }

  private Optional<ArrayDeque<Call>> oldest() {
    return lanes.values().stream().min(Comparator.comparingLong(lane -> -age(lane)));
  }

  private Optional<ArrayDeque<Call>> ready() {
    return oldest()
        .filter(lane -> age(lane) >= patience)
        .or(() -> lanes.values().stream().filter(lane -> lane.size() >= most).findFirst());
  }

  private static long age(ArrayDeque<Call> lane) {
    return System.nanoTime() - lane.element().since;
  }

  private List<Call> take(ArrayDeque<Call> lane) {
    var batch = new ArrayList<Call>();
    while (batch.size() < most && !lane.isEmpty()) {
      batch.add(lane.remove());
    }
    if (lane.isEmpty()) {
      lanes.remove(batch.getFirst().kind);
    }
    if (!lanes.isEmpty()) {
      changed.signal();
    }
    return batch;
  }

  /// Waits until the oldest call has waited long enough or something changes. Only [#close()] ends
  /// the threads that wait here: an interruption is none of theirs.
  private void await() {
    var oldest = oldest();
    if (oldest.isEmpty()) {
      changed.awaitUninterruptibly();
      return;
    }
    try {
      changed.await(patience - age(oldest.get()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      return;
    }
  }
}
