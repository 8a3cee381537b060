package profundo.data;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;

/// The native memory of one batch. It returns to its pool when every field has come back.
final class Buffers {
  private static final long ALIGNMENT = 64;

  private final MemorySegment[] memory;
  private final Queue<Buffers> pool;
  private final AtomicInteger out;

  /// @param bytes of each field
  Buffers(long[] bytes, Queue<Buffers> pool) {
    this.memory = new MemorySegment[bytes.length];
    for (int i = 0; i < memory.length; i++) {
      memory[i] = Arena.ofAuto().allocate(Math.max(1, bytes[i]), ALIGNMENT);
    }
    this.pool = pool;
    this.out = new AtomicInteger(memory.length);
  }

  /// Whether each field has so many bytes or more.
  boolean holds(long[] bytes) {
    for (int i = 0; i < memory.length; i++) {
      if (memory[i].byteSize() < bytes[i]) {
        return false;
      }
    }
    return true;
  }

  MemorySegment[] all() {
    return memory;
  }

  MemorySegment lend(int field) {
    return memory[field];
  }

  /// One field is no longer looked at.
  void back() {
    if (out.decrementAndGet() == 0) {
      out.set(memory.length);
      pool.add(this);
    }
  }
}
