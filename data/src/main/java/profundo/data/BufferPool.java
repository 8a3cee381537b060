package profundo.data;

import java.lang.ref.WeakReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The memory of a loader's batches, which is used again once a batch is passed and its tensors are
/// gone.
final class BufferPool {
  private final Queue<Buffers> free = new ConcurrentLinkedQueue<>();
  private final Queue<WeakReference<Buffers>> made = new ConcurrentLinkedQueue<>();

  /// Memory of so many bytes for each field, or more.
  Buffers take(long[] bytes) {
    var ready = free.poll();
    return ready != null && ready.holds(bytes) ? ready : made(bytes);
  }

  private Buffers made(long[] bytes) {
    made.removeIf(buffers -> buffers.get() == null);
    var buffers = new Buffers(bytes, free);
    made.add(new WeakReference<>(buffers));
    return buffers;
  }

  /// How many batches' memory is there, in use or free.
  long held() {
    return made.stream().filter(buffers -> buffers.get() != null).count();
  }
}
