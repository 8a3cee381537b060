package profundo.optim;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import profundo.nn.NetException;

/// Lets one thread at a time work on something, and tells another who that is. A thread may begin
/// again within what it has begun.
final class InUse {
  private final String name;
  private final AtomicReference<@Nullable Work> now = new AtomicReference<>();

  InUse(String name) {
    this.name = name;
  }

  /// What is being done, until closed.
  final class Work implements AutoCloseable {
    private final Thread thread = Thread.currentThread();
    private final String what;
    private final @Nullable Work outer;

    private Work(String what, @Nullable Work outer) {
      this.what = what;
      this.outer = outer;
    }

    @Override
    public void close() {
      now.set(outer);
    }
  }

  /// Begins.
  ///
  /// @throws NetException if another thread has begun and not ended
  Work begin(String what) {
    var before = now.get();
    var work = new Work(what, before);
    if (before != null && before.thread != Thread.currentThread()
        || !now.compareAndSet(before, work)) {
      var other = before == null ? now.get() : before;
      throw new NetException(
          name
              + " is in use by "
              + (other == null ? "another thread" : other.thread.getName() + ", in " + other.what)
              + ": "
              + what
              + " waits until that has ended. One thread at a time trains a net.");
    }
    return work;
  }
}
