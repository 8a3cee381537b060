package profundo.tensor;

import java.util.Iterator;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A backward pass under way, and what was thrown by Java code that it called: no exception may
/// pass through native code, so it waits here until the pass has returned.
final class BackwardPass {
  private static final ConcurrentLinkedDeque<BackwardPass> RUNNING = new ConcurrentLinkedDeque<>();

  private final Thread thread = Thread.currentThread();
  private volatile @Nullable Throwable failure;

  private BackwardPass() {}

  /// Runs a pass, and throws what Java code in it threw.
  static <T> T run(Supplier<T> pass) {
    var here = new BackwardPass();
    RUNNING.push(here);
    T result;
    try {
      result = pass.get();
    } catch (RuntimeException e) {
      here.rethrow();
      throw e;
    } finally {
      RUNNING.remove(here);
    }
    here.rethrow();
    return result;
  }

  /// The pass that calls this thread: its own innermost, or on a GPU's thread the one begun last.
  private static @Nullable BackwardPass current() {
    var me = Thread.currentThread();
    Iterator<BackwardPass> passes = RUNNING.iterator();
    while (passes.hasNext()) {
      var pass = passes.next();
      if (pass.thread == me) {
        return pass;
      }
    }
    return RUNNING.peek();
  }

  /// Whether something has been thrown in this pass, of which nothing more is wanted then.
  static boolean hasFailed() {
    var pass = current();
    return pass != null && pass.failure != null;
  }

  /// Keeps what was thrown for the caller of the pass.
  static void fail(Throwable thrown) {
    var pass = current();
    if (pass != null) {
      pass.failure = thrown;
    } else {
      var thread = Thread.currentThread();
      thread.getUncaughtExceptionHandler().uncaughtException(thread, thrown);
    }
  }

  private void rethrow() {
    var thrown = failure;
    if (thrown != null) {
      throw BackwardPass.<RuntimeException>asItself(thrown);
    }
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <E extends Throwable> E asItself(Throwable thrown) throws E {
    throw (E) thrown;
  }
}
